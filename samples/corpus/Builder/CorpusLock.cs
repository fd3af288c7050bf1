using Microsoft.Extensions.Logging;
using RuntimePacks;
namespace Corpus;

/// <summary>
/// Holds a file for one run at a time: tests of several projects ask for a library at once, and the later ones find what the first made.
/// </summary>
internal sealed class CorpusLock : IDisposable
{
    private readonly FileStream _file;

    private CorpusLock(FileStream file) => _file = file;

    /// <summary>Waits until no other run holds the file.</summary>
    /// <param name="log">Told, in a line, that it waits; null where that is short.</param>
    public static async Task<CorpusLock> TakeAsync(string path, ILogger? log, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var waits = false; ; waits = true)
        {
            try
            {
                return new CorpusLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (!waits) log?.Say($"waiting for another run that has {path}");
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
