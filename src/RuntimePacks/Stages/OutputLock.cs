namespace RuntimePacks.Stages;

/// <summary>Holds an output folder for one run at a time; the system lets go of it however the run ends.</summary>
public sealed class OutputLock : IDisposable
{
    public const string FileName = ".lock";

    private const int HeldLinux = 11; // EWOULDBLOCK
    private const int HeldMac = 35;
    private const int HeldWindows = unchecked((int)0x80070020); // ERROR_SHARING_VIOLATION

    private readonly FileStream _file;

    private OutputLock(FileStream file) => _file = file;

    /// <param name="option">The option that names the folder.</param>
    /// <exception cref="RuntimePacksException">Another run holds the folder, or it cannot be made or written to.</exception>
    public static OutputLock Take(string folder, string option = "--output")
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
            return new OutputLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException { HResult: not (HeldLinux or HeldMac or HeldWindows) })
        {
            throw new RuntimePacksException(
                $"{option} takes a folder that can be made and written to, and {folder} is none: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new RuntimePacksException(
                $"another run is writing to {folder}: wait for it, or give this one a folder of its own with {option}", e);
        }
    }

    /// <summary>Deletes everything in a folder that this process holds, but the lock itself, and the mark.</summary>
    /// <exception cref="RuntimePacksException">Something in it cannot be deleted.</exception>
    public static void EmptyFolder(string folder)
    {
        try
        {
            foreach (var directory in Directory.GetDirectories(folder)) Directory.Delete(directory, recursive: true);
            foreach (var file in Directory.GetFiles(folder))
            {
                if (Path.GetFileName(file) is not (FileName or OutputMark.FileName)) File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimePacksException($"{folder} could not be emptied: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
