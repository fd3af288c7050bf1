using StaticLibraries.Libraries;

namespace RuntimePacks.Authoring;

/// <summary>The libraries of a release that packages are made of: one for each target.</summary>
internal sealed class ChosenLibraries
{
    private readonly ILookup<string, FoundLibrary> _byAsset;
    private readonly Dictionary<string, int> _names;
    private readonly List<string> _notes = [];

    /// <param name="found">All that the release holds.</param>
    /// <param name="version">The release's, as its assets' names may have it; null where it is not known.</param>
    /// <exception cref="RuntimePacksException">It holds none that packages are made of.</exception>
    public ChosenLibraries(IReadOnlyList<FoundLibrary> found, string? version)
    {
        _byAsset = found.ToLookup(library => library.Asset);
        _names = found.GroupBy(library => library.Name).ToDictionary(
            group => group.Key, group => group.Select(library => library.Asset).Distinct().Count());
        var told = found.Select(library => (Library: library, Target: LibraryTarget.Of(library))).ToList();
        foreach (var (other, _) in told.Where(one => one.Target is null))
        {
            _notes.Add($"{other.Asset} is left out: {other.FileName} is for a machine or a system that no package is made for");
        }

        var shapes = new Dictionary<string, HashSet<string>>();
        var targets = told.Select(one => one.Target).OfType<LibraryTarget>()
            .GroupBy(library => (library.Library.Asset, library.Target)).Select(OfAsset).ToList();
        foreach (var library in targets) shapes.TryAdd(Shape(library), []);
        foreach (var library in targets) shapes[Shape(library)].Add(library.Target);
        All =
        [
            .. targets.GroupBy(library => library.Target).Select(group => OfTarget(
                [
                    .. group.OrderBy(library => AssetWords.Of(library.Library.Asset).IsSpecial)
                        .ThenByDescending(library => shapes[Shape(library)].Count)
                        .ThenByDescending(SaysTarget)
                        .ThenBy(library => library.Library.Asset.Length)
                        .ThenBy(library => library.Library.Asset, StringComparer.Ordinal),
                ]))
                .OrderBy(library => library.Rid is null)
                .ThenBy(library => SystemOf(library.Target))
                .ThenByDescending(library => library.Target, StringComparer.Ordinal),
        ];
        if (All.Count == 0)
        {
            throw new RuntimePacksException(
                "the release holds no static library for x86_64 or aarch64 of Linux, macOS or Windows: expected assets with one "
                + $"(.a, .lib) in each{(_notes.Count == 0 ? "" : $"; {string.Join("; ", _notes)}")}. Shared libraries (.so, .dylib, .dll) "
                + "are not linked into programs");
        }

        string Shape(LibraryTarget library)
        {
            var words = AssetWords.Of(library.Library.Asset);
            var shape = $"{words.Before}\0{words.Behind.Split('.')[0]}";
            return version is null ? shape : shape.Replace(version, "", StringComparison.Ordinal);
        }
    }

    /// <summary>Those that are packed first.</summary>
    public IReadOnlyList<LibraryTarget> All { get; }

    /// <summary>What was left out and may be missed, a sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The library's name in most assets.</summary>
    public string Name => All.GroupBy(library => library.Library.Name).MaxBy(group => group.Count())!.Key;

    /// <summary>The static libraries of the asset that a library is in, each once: a universal one is one.</summary>
    public IEnumerable<FoundLibrary> Beside(LibraryTarget library) => _byAsset[library.Library.Asset].DistinctBy(beside => beside.Entry);

    /// <summary>The one of an asset's libraries for a target.</summary>
    private LibraryTarget OfAsset(IEnumerable<LibraryTarget> libraries)
    {
        var all = libraries.OrderByDescending(library => _names[library.Library.Name])
            .ThenBy(library => AssetWords.Of(library.Library.Entry).IsSpecial)
            .ThenBy(library => library.Library.Entry.Count(character => character == '/'))
            .ThenBy(library => library.Library.Entry.Length)
            .ThenBy(library => library.Library.Entry, StringComparer.Ordinal)
            .ToList();
        if (all.Count > 1)
        {
            var others = Listed.Some(all.Skip(1).Select(library => library.Library.Entry), 3);
            var taken = all[0].Library;
            _notes.Add($"{taken.Asset} holds {all.Count} static libraries for {all[0].Target}: {taken.Entry} is taken, and not {others}");
        }

        return all[0];
    }

    private LibraryTarget OfTarget(List<LibraryTarget> candidates)
    {
        var others = candidates.Skip(1).Where(other => other.Library.Sha256 != candidates[0].Library.Sha256).ToList();
        if (others.Count > 0)
        {
            var names = Listed.Some(others.Select(other => other.Library.Asset), 3);
            _notes.Add($"for {candidates[0].Target} there are several assets: {candidates[0].Library.Asset} is taken, and not {names}");
        }

        return candidates[0];
    }

    /// <summary>Whether the asset's name has Rust's word for the machine.</summary>
    private static bool SaysTarget(LibraryTarget library) =>
        library.Library.Asset.Contains(library.Target.Split('-')[0], StringComparison.Ordinal);

    private static int SystemOf(string target) => TargetTriple.Parse(target) switch
    {
        { Os: "linux", Environment: "gnu" } => 0,
        { Os: "linux" } => 1,
        { Os: "darwin" } => 2,
        _ => 3,
    };
}
