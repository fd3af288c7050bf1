namespace RuntimePacks.Packing;

/// <summary>A folder with the packages of one run.</summary>
internal static class PackagesFolder
{
    /// <summary>Removes the packages of other runs.</summary>
    /// <param name="log">Told, in a line, of each that is removed.</param>
    public static void KeepOnly(string folder, IReadOnlyList<PackedPackage> packages, ILogger log)
    {
        var own = packages.Select(package => package.FileName).ToHashSet();
        foreach (var path in Directory.GetFiles(folder, "*.nupkg").Where(path => !own.Contains(Path.GetFileName(path))))
        {
            File.Delete(path);
            log.Say($"removed {Path.GetFileName(path)}, which is not of this run");
        }
    }
}
