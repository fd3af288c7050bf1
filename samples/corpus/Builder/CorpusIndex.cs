using RuntimePacks;
using RuntimePacks.Files;

namespace Corpus;

/// <summary><c>corpus.json</c>: every library of the corpus by its name, and those that this machine could not build.</summary>
public sealed class CorpusIndex
{
    public const string FileName = "corpus.json";

    private CorpusIndex(string folder, IReadOnlyList<CorpusEntry> entries)
    {
        Folder = folder;
        Entries = entries;
    }

    /// <summary>The folder that holds the index and the libraries, full.</summary>
    public string Folder { get; }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<CorpusEntry> Entries { get; }

    /// <summary>The entry of that name.</summary>
    /// <exception cref="RuntimePacksException">The index does not know it.</exception>
    public CorpusEntry this[string name] => Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new RuntimePacksException($"{Path.Combine(Folder, FileName)} has no {name}: run --target Corpus --only {name}");

    /// <summary>The libraries of a part that are there.</summary>
    public IEnumerable<CorpusEntry> Built(string part) => Entries.Where(entry => entry.Part == part && entry.Path is not null);

    /// <summary>The library's file, full.</summary>
    /// <exception cref="RuntimePacksException">It is not there, with the reason.</exception>
    public string PathOf(CorpusEntry entry) => entry.Path is { } path
        ? Path.Combine(Folder, path)
        : throw new RuntimePacksException($"the corpus has no {entry.Name} here: {entry.MissingBecause}");

    /// <summary>The folder of the library and of its program's source, full.</summary>
    public string FolderOf(CorpusEntry entry) => Path.GetDirectoryName(PathOf(entry))!;

    /// <summary>Reads the index in a folder.</summary>
    /// <exception cref="RuntimePacksException">There is none, or it is damaged.</exception>
    public static CorpusIndex Read(string folder) =>
        TryRead(folder) ?? throw new RuntimePacksException($"there is no {FileName} in {folder}: run --target Corpus first");

    /// <summary>Reads the index in a folder, or null when there is none.</summary>
    /// <exception cref="RuntimePacksException">It is damaged.</exception>
    public static CorpusIndex? TryRead(string folder)
    {
        var entries = JsonFile.TryRead<List<CorpusEntry>>(Path.Combine(folder, FileName));
        return entries is null ? null : new CorpusIndex(folder, entries);
    }

    /// <summary>Puts entries into the index of a folder; those that other runs put there stay.</summary>
    /// <returns>The index, as it is on disk now.</returns>
    internal static async Task<CorpusIndex> AddAsync(
        string folder, IReadOnlyCollection<CorpusEntry> entries, CancellationToken cancellationToken)
    {
        using var alone = await CorpusLock.TakeAsync(Path.Combine(folder, ".lock"), log: null, cancellationToken);
        var all = entries.UnionBy(TryRead(folder)?.Entries ?? [], entry => entry.Name).OrderBy(entry => entry.Name, StringComparer.Ordinal);
        var index = new CorpusIndex(folder, [.. all]);
        await JsonFile.WriteAsync(Path.Combine(folder, FileName), index.Entries);
        return index;
    }
}
