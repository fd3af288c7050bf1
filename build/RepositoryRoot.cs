namespace Build;

/// <summary>The folder that the repository is checked out in.</summary>
public static class RepositoryRoot
{
    private const string Mark = "cake.config";

    /// <summary>The nearest folder above the program that holds the mark.</summary>
    /// <exception cref="InvalidOperationException">The program was moved out of the repository.</exception>
    public static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Mark))) return folder.FullName;
        }

        throw new InvalidOperationException(
            $"no folder above {start} holds a {Mark}: run the build inside the repository, with build.sh or build.ps1");
    }
}
