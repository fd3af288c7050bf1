namespace Build.CommandLine;

/// <summary>The directory that the build was started in: relative paths on the command line are meant from there.</summary>
public sealed record CallerDirectory(string Path)
{
    /// <summary>The full path of what the caller wrote.</summary>
    public string Resolve(string path) => System.IO.Path.GetFullPath(path, Path);
}
