using Microsoft.Extensions.Logging;
using RuntimePacks;
namespace Corpus;

/// <summary>
/// Holds the corpus for one run at a time: tests of several projects ask for it at once, and the later ones find what the first made.
/// </summary>
internal sealed class CorpusLock : IDisposable
{
    private const string FileName = ".lock";

    private readonly FileStream _file;

    private CorpusLock(FileStream file) => _file = file;

    /// <summary>Waits until no other run holds the folder.</summary>
    /// <param name="log">Told, in a line, that it waits.</param>
    public static async Task<CorpusLock> TakeAsync(string folder, ILogger log, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, FileName);
        for (var waits = false; ; waits = true)
        {
            try
            {
                return new CorpusLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (!waits) log.Say($"waiting for another run that builds the corpus in {folder}");
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
