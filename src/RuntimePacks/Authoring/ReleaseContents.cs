using System.Collections.Concurrent;
using RuntimePacks.Containers;
using RuntimePacks.Verification;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Authoring;

/// <summary>The static libraries that the files of a release hold, whatever the files are.</summary>
/// <param name="folder">An existing folder, where each is while it is read.</param>
/// <param name="log">Told, in a line, of what is left out.</param>
internal sealed class ReleaseContents(string folder, ILogger log)
{
    /// <summary>In bytes, of all that a file inflates to: more than any release has.</summary>
    private const long InflatedLimit = 16_000_000_000;

    private readonly ConcurrentBag<FoundLibrary> _found = [];
    private int _count;

    /// <param name="assets">The files.</param>
    /// <returns>In the order of their assets' names, and of the paths in them.</returns>
    /// <exception cref="RuntimePacksException">A file is damaged.</exception>
    public async Task<IReadOnlyList<FoundLibrary>> ReadAsync(IEnumerable<string> assets, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(assets.Where(IsAsset), cancellationToken, async (asset, cancel) => await ReadAsync(asset, cancel));
        return [.. _found.OrderBy(found => found.Asset, StringComparer.Ordinal).ThenBy(found => found.Entry, StringComparer.Ordinal)];
    }

    /// <summary>Packages of systems are archives too, and hold no static library for others.</summary>
    private static bool IsAsset(string path)
    {
        if (Path.GetExtension(path) is ".deb" or ".rpm" or ".whl" or ".nupkg" or ".jar" or ".aar") return false;
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[FileKinds.HeadLength];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return length == head.Length && (FileKinds.StartsAsArchive(head) || AssetContainer.IsContainer(path));
    }

    private async Task ReadAsync(string asset, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(asset);
        var count = 0;
        using var container = AssetContainer.Open(asset, InflatedLimit);
        foreach (var entry in container.Entries())
        {
            if (entry.LinkTarget is not null || !FileKinds.StartsAsArchive(entry.Head(FileKinds.HeadLength))) continue;
            var own = Directory.CreateDirectory(Path.Combine(folder, $"{Interlocked.Increment(ref _count)}")).FullName;
            try
            {
                foreach (var found in await ReadAsync(asset, entry, own, cancellationToken))
                {
                    _found.Add(found);
                    count++;
                }
            }
            catch (ArchiveFormatException e)
            {
                log.Warn($"left out {name}: {e.Message}");
            }
            finally
            {
                Directory.Delete(own, recursive: true);
            }
        }

        if (count == 0) log.Detail($"left out {name}: it holds no static library");
    }

    /// <summary>The library in an entry; of a universal one the part for each machine that packages are made for.</summary>
    private static async Task<IReadOnlyList<FoundLibrary>> ReadAsync(
        string asset, AssetEntry entry, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, entry.FileName);
        var read = await ReadArchive.ReadAsync(asset, entry, path, keepsFile: true, cancellationToken);
        var libraries = new List<FoundLibrary>();
        if (read.Summary.Kind != FileKind.UniversalBinary) Take(read);
        else foreach (var machine in (Machine[])[Machine.X86_64, Machine.Aarch64])
        {
            var part = read with { Path = Path.Combine(folder, $"{machine}", entry.FileName) };
            Directory.CreateDirectory(Path.GetDirectoryName(part.Path)!);
            File.Copy(path, part.Path);
            Take(await part.PartForAsync(machine, cancellationToken));
        }

        return libraries;

        void Take(ReadArchive archive)
        {
            if (archive.Summary.Kind != FileKind.StaticLibrary || archive.Summary.MemberCount == 0) return;
            libraries.Add(new FoundLibrary(
                Path.GetFileName(asset), entry.Name, archive.Size, archive.Sha256, archive.Summary, CApi.Of(archive.Path)));
        }
    }
}
