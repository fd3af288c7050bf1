namespace RuntimePacks.Stages;

/// <summary>A file that tells the output folders that the build made from those that were there before, which are never emptied.</summary>
public static class OutputMark
{
    public const string FileName = ".made-by-build";

    private const string Text = "This folder was made by the build, and --target Clean empties it.\n";

    /// <summary>Whether there is nothing of anybody's in a folder, so that all that it will hold is the build's.</summary>
    public static bool IsNew(string folder) => !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();

    /// <summary>Marks a folder that was new.</summary>
    public static void Put(string folder) => File.WriteAllText(Path.Combine(folder, FileName), Text);

    /// <exception cref="RuntimePacksException">The folder is there, and the build did not make it.</exception>
    public static void Require(string folder)
    {
        if (!Directory.Exists(folder) || File.Exists(Path.Combine(folder, FileName))) return;
        throw new RuntimePacksException(
            $"{folder} was not made by this build (it holds no {FileName}): nothing was deleted; delete it yourself, if you want to");
    }
}
