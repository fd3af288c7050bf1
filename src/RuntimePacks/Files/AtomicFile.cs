namespace RuntimePacks.Files;

/// <summary>Files that appear whole or not at all: they are written aside, in the same folder, and renamed.</summary>
public static class AtomicFile
{
    private const int NoSpaceUnix = 28;
    private const int NoSpaceWindows = unchecked((int)0x80070070);
    private const int BufferBytes = 1 << 17;

    /// <summary>Writes a file through a stream; an older file of that name stays until the new one is whole.</summary>
    /// <exception cref="RuntimePacksException">The disk is full, or nothing can be written there.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var aside = $"{path}.{Environment.ProcessId}.partial";
        var created = Create(path, aside);
        try
        {
            await using (var stream = created) await write(stream);
            File.Move(aside, path, overwrite: true);
        }
        catch (IOException e) when (IsDiskFull(e))
        {
            throw Full(path, e);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static FileStream Create(string path, string aside)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileStream(aside, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferBytes);
        }
        catch (IOException e) when (IsDiskFull(e))
        {
            throw Full(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimePacksException($"{path} cannot be written: {e.Message}", e);
        }
    }

    private static RuntimePacksException Full(string path, IOException e) =>
        new($"the disk is full: {path} could not be written; free some space and run again, what was finished is kept", e);

    /// <summary>Whether writing failed for want of space.</summary>
    public static bool IsDiskFull(IOException exception) => exception.HResult is NoSpaceUnix or NoSpaceWindows;

    /// <summary>Writes a text file (UTF-8, no byte order mark).</summary>
    /// <exception cref="RuntimePacksException">The disk is full.</exception>
    public static Task WriteTextAsync(string path, string text) =>
        WriteAsync(path, stream => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text)).AsTask());
}
