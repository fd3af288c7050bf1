namespace RuntimePacks.Releases.Download;

/// <summary>
/// The folder in which programs keep what they can get again (XDG Base Directory Specification; LOCALAPPDATA on Windows).
/// </summary>
public static class UserCache
{
    /// <param name="name">The program's folder in it.</param>
    /// <param name="variable">The environment variable that names another folder.</param>
    /// <returns>A full path; the folder need not exist.</returns>
    public static string Folder(string name, string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } other) return Path.GetFullPath(other);
        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), name);
        }

        // "All paths set in these environment variables must be absolute": another is ignored.
        var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return Path.Combine(
            Path.IsPathFullyQualified(xdg ?? "")
                ? xdg!
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            name);
    }
}
