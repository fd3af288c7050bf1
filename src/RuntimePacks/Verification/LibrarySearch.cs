using System.Runtime.ExceptionServices;
using RuntimePacks.Containers;
using RuntimePacks.Definition;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Verification;

/// <summary>Finds the one static library in an asset, and takes it out.</summary>
/// <param name="container">The asset, open.</param>
/// <param name="meant">Which file is meant; null where an asset holds one static library.</param>
/// <param name="machine">Whose part of a universal library is taken.</param>
/// <param name="folder">Where it goes.</param>
/// <param name="keepsFile">Whether it is written there even where a package can have it as its asset does.</param>
internal sealed class LibrarySearch(AssetContainer container, PathPattern? meant, Machine machine, string folder, bool keepsFile)
{
    private const int MostNames = 20;

    private readonly List<ReadArchive> _archives = [];
    private readonly List<string> _others = [];
    private readonly Dictionary<string, string> _links = [];

    /// <exception cref="RuntimePacksException">The asset is damaged, or has not one static library that is meant.</exception>
    public async Task<ReadArchive> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SearchAsync(meant is null ? _ => true : meant.Matches, cancellationToken);
            if (_archives.Count == 0 && Followed() is { } target) await SearchAsync(name => name == target, cancellationToken);
            var libraries = _archives.Where(archive => archive.Summary.Kind == FileKind.StaticLibrary).ToList();
            if (libraries is not [var library]) throw new RuntimePacksException(NotOne(libraries));
            return library.MoveTo(Path.Combine(folder, library.FileName));
        }
        finally
        {
            foreach (var beside in Enumerable.Range(0, _archives.Count + 1).Select(FolderOf).Where(Directory.Exists))
            {
                Directory.Delete(beside, recursive: true);
            }
        }
    }

    /// <summary>Each archive goes into a folder of its own, since several may have one name.</summary>
    private string FolderOf(int index) => Path.Combine(folder, $"{index}");

    /// <summary>Reads every archive that is meant.</summary>
    private async Task SearchAsync(Func<string, bool> isMeant, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? damage = null;
        _others.Clear();
        foreach (var entry in container.Entries())
        {
            if (damage is not null) continue; // a damaged asset says at its end that it is
            if (entry.LinkTarget is { } target) _links[entry.Name] = target;
            else if (!isMeant(entry.Name) || !FileKinds.StartsAsArchive(entry.Head(FileKinds.HeadLength))) _others.Add(entry.Name);
            else
            {
                try
                {
                    _archives.Add(await TakeAsync(entry, cancellationToken));
                }
                catch (ArchiveFormatException e)
                {
                    damage = ExceptionDispatchInfo.Capture(e);
                }
            }
        }

        damage?.Throw();
    }

    private async Task<ReadArchive> TakeAsync(AssetEntry entry, CancellationToken cancellationToken)
    {
        var path = Path.Combine(FolderOf(_archives.Count), entry.FileName);
        var asFile = keepsFile || !entry.IsDeflated || FileKinds.StartsAsUniversal(entry.Head(FileKinds.HeadLength));
        var read = await ReadArchive.ReadAsync(container.Path, entry, path, asFile, cancellationToken);
        return await read.PartForAsync(machine, cancellationToken);
    }

    /// <summary>The file that a link leads to which is meant; null where none is.</summary>
    private string? Followed()
    {
        if (meant is null || _links.Keys.FirstOrDefault(meant.Matches) is not { } name) return null;
        var seen = new HashSet<string>();
        while (_links.TryGetValue(name, out var target) && seen.Add(name))
        {
            var at = name;
            name = EntryName.Followed(at, target);
            if (!_others.Contains(name) && !_links.ContainsKey(name))
            {
                throw new RuntimePacksException($"{container.Path}: {at} is a link to {target}, which is not in it");
            }
        }

        return name;
    }

    private string NotOne(List<ReadArchive> libraries)
    {
        var expected = meant is null ? "expected one static library" : $"expected one static library as {meant.Text}, the libraryPath";
        if (libraries.Count > 1)
        {
            var names = Some(libraries.Select(library => library.Entry));
            return $"{container.Path} holds {libraries.Count} static libraries: {names}; {expected}"
                + $"{(meant is null ? ": libraryPath in the definition says which one" : "")}";
        }

        var kinds = _archives.Select(archive => $"{archive.Entry} is {archive.Summary.Kind.Name()}")
            .Concat(_links.Select(link => $"{link.Key} is a link to {link.Value}"))
            .Concat(_others.Select(name => meant?.Matches(name) == false ? name : $"{name} is no archive"));
        return $"{container.Path}, {container.Kind}, holds no static library: {Some(kinds, "; ")}; {expected}";
    }

    private static string Some(IEnumerable<string> names, string separator = ", ") => Listed.Some(names, MostNames, separator);
}
