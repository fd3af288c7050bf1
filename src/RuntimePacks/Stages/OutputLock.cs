namespace RuntimePacks.Stages;

/// <summary>Holds an output folder for one run at a time; the system lets go of it however the run ends.</summary>
public sealed class OutputLock : IDisposable
{
    public const string FileName = ".lock";

    private readonly FileStream _file;

    private OutputLock(FileStream file) => _file = file;

    /// <param name="option">The option that names the folder.</param>
    /// <exception cref="RuntimePacksException">Another run holds the folder.</exception>
    public static OutputLock Take(string folder, string option = "--output")
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        try
        {
            return new OutputLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new RuntimePacksException($"another run is writing to {folder}: wait for it, or give this one a folder of its own with {option}", e);
        }
    }

    /// <summary>Deletes everything in a folder that this process holds, but the lock itself.</summary>
    public static void EmptyFolder(string folder)
    {
        foreach (var directory in Directory.GetDirectories(folder)) Directory.Delete(directory, recursive: true);
        foreach (var file in Directory.GetFiles(folder).Where(file => Path.GetFileName(file) != FileName)) File.Delete(file);
    }

    public void Dispose() => _file.Dispose();
}
