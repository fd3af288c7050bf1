using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using RuntimePacks.Files;
using RuntimePacks.Stages;

namespace RuntimePacks.Mirroring;

/// <summary>The folder of a mirror, held by one run at a time: what finished runs left in it, and what this one adds.</summary>
internal sealed partial class MirrorFolder : IDisposable
{
    /// <summary>Everything at the top of the folder.</summary>
    private static readonly string[] Own =
    [
        MirroredPackages.Folder, StaticFeed.RegistrationFolder, StaticFeed.ServiceIndex, ReleasesFolder, ClientFolder,
        MirrorRecord.FileName, NuGetConfig, Readme, Checksums.FileName, ChecksumSignature.FileName, OutputLock.FileName,
    ];

    public const string ReleasesFolder = "releases";
    public const string ClientFolder = "client";
    public const string NuGetConfig = "NuGet.config";
    public const string Readme = "README.md";

    private readonly OutputLock _lock;
    private readonly ConcurrentDictionary<string, string> _current = new(StringComparer.Ordinal);
    private int _added;
    private long _addedBytes;

    private MirrorFolder(string root, OutputLock @lock, Checksums? recorded) =>
        (Root, _lock, Recorded) = (root, @lock, recorded ?? new Checksums());

    public string Root { get; }

    /// <summary>What the last finished run left.</summary>
    public Checksums Recorded { get; }

    /// <summary>How many files this run wrote.</summary>
    public int Added => _added;

    /// <summary>How many bytes they have.</summary>
    public long AddedBytes => _addedBytes;

    /// <summary>Takes a folder, a new one too, and removes what a killed run did not finish writing.</summary>
    /// <exception cref="RuntimePacksException">It holds something else, or another run holds it.</exception>
    public static MirrorFolder Open(string root)
    {
        if (Directory.Exists(root)
            && !File.Exists(Path.Combine(root, MirrorRecord.FileName))
            && Directory.EnumerateFileSystemEntries(root)
                .Select(Path.GetFileName)
                .FirstOrDefault(name => !Own.Contains(name) && !Partial().IsMatch(name!)) is { } other)
        {
            throw new RuntimePacksException(
                $"{root} is no mirror, and not empty (there is {other}): give --bundle a new folder, "
                + "or one that an earlier run wrote");
        }

        var @lock = OutputLock.Take(root, "--bundle");
        var partial = Directory.GetFiles(root, "*.partial", SearchOption.AllDirectories)
            .Where(path => Partial().IsMatch(Path.GetFileName(path)));
        foreach (var path in partial)
        {
            File.Delete(path);
        }

        return new MirrorFolder(root, @lock, Checksums.TryRead(root));
    }

    public string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>Notes a file that this run found to be right, or wrote.</summary>
    public void Keep(string path, string sha512) => _current[path] = sha512;

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="write">Writes it, and returns its SHA-512.</param>
    public async Task WriteAsync(string path, Func<Stream, Task<string>> write)
    {
        long length = 0;
        await AtomicFile.WriteAsync(PathOf(path), async stream =>
        {
            Keep(path, await write(stream));
            length = stream.Length;
        });
        Interlocked.Increment(ref _added);
        Interlocked.Add(ref _addedBytes, length);
    }

    /// <summary>Writes a text, unless the file has it already.</summary>
    public async Task WriteTextAsync(string path, string text)
    {
        var sha512 = Sha512.OfText(text);
        Keep(path, sha512);
        if (File.Exists(PathOf(path)) && await Sha512.OfFileAsync(PathOf(path)) == sha512) return;
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        await WriteAsync(path, async stream =>
        {
            await stream.WriteAsync(bytes);
            return sha512;
        });
    }

    /// <summary>
    /// Every file of finished runs and of this one, with its digest;
    /// what is on disk is not read, so that damage stays visible.
    /// </summary>
    public Checksums All()
    {
        var all = new Checksums();
        foreach (var path in Recorded.Paths) all[path] = Recorded[path];
        foreach (var (path, sha512) in _current) all[path] = sha512;
        return all;
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>As <see cref="AtomicFile"/> names a file that is not finished.</summary>
    [GeneratedRegex(@"\.\d+\.partial$")]
    private static partial Regex Partial();
}
