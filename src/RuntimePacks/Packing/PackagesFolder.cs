namespace RuntimePacks.Packing;

/// <summary>A folder with the packages of one run.</summary>
internal static class PackagesFolder
{
    /// <summary>Removes the packages of other runs.</summary>
    /// <param name="say">Told, in a line, of each that is removed.</param>
    public static void KeepOnly(string folder, IReadOnlyList<PackedPackage> packages, Action<string> say)
    {
        foreach (var path in Directory.GetFiles(folder, "*.nupkg").Where(path => packages.All(package => package.FileName != Path.GetFileName(path))))
        {
            File.Delete(path);
            say($"removed {Path.GetFileName(path)}, which is not of this run");
        }
    }
}
