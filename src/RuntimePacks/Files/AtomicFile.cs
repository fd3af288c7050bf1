namespace RuntimePacks.Files;

/// <summary>Files that appear whole or not at all: they are written aside, in the same folder, and renamed.</summary>
public static class AtomicFile
{
    private const int NoSpaceUnix = 28;
    private const int NoSpaceWindows = unchecked((int)0x80070070);
    private const int BufferBytes = 1 << 17;

    /// <summary>Writes a file through a stream; an older file of that name stays until the new one is whole.</summary>
    /// <exception cref="RuntimePacksException">The disk is full.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var aside = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            await using (var stream = new FileStream(aside, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferBytes))
            {
                await write(stream);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch (IOException e) when (IsDiskFull(e))
        {
            throw new RuntimePacksException(
                $"the disk is full: {path} could not be written; free some space and run again, what was finished is kept", e);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Whether writing failed for want of space.</summary>
    public static bool IsDiskFull(IOException exception) => exception.HResult is NoSpaceUnix or NoSpaceWindows;

    /// <summary>Writes a text file (UTF-8, no byte order mark).</summary>
    /// <exception cref="RuntimePacksException">The disk is full.</exception>
    public static Task WriteTextAsync(string path, string text) =>
        WriteAsync(path, stream => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text)).AsTask());
}
