using RuntimePacks.Containers;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Provenance;
using RuntimePacks.Verification;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Audit;

/// <summary>The static library in a runtime package, read anew and held against what the package says of it.</summary>
internal sealed class LibraryAudit(UntrustedPackage entries, PackageProvenance provenance, Platform platform, PackDefinition definition)
{
    /// <summary>The symbols that it is there for, once it was checked.</summary>
    public IReadOnlyList<string> Exports { get; private set; } = [];

    /// <summary>What it needs of glibc, once it was checked; null for nothing.</summary>
    public GlibcNeed? Glibc { get; private set; }

    /// <param name="folder">Where the library goes.</param>
    /// <returns>Its path; null when there is not exactly one library.</returns>
    /// <exception cref="RuntimePacksException">An entry is missing or damaged.</exception>
    public async Task<string?> CheckAsync(string nupkg, string folder, PackageVerdict verdict, CancellationToken cancellationToken)
    {
        var before = verdict.Differences.Count;
        var names = entries.Names.Where(name => name.StartsWith("runtimes/", StringComparison.Ordinal)).ToList();
        var expected = $"runtimes/{platform.Rid}/native/{provenance.Library.FileName}";
        if (!verdict.Same("the files under runtimes/", expected, string.Join(", ", names))) return null;

        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, Path.GetFileName(names[0]));
        var sha256 = await entries.InflateAsync(names[0], path, cancellationToken);
        verdict.Same($"{names[0]}, its digest", $"sha256:{provenance.Library.Sha256}", $"sha256:{sha256}");
        verdict.Same($"{names[0]}, its size in bytes", provenance.Library.Size, new FileInfo(path).Length);
        try
        {
            using var opened = StaticLibrary.Open(path);
            var summary = opened.Summarize();
            if (LibraryCheck.Fault(summary, platform, definition.ExportsOf(platform)) is { } fault) verdict.Fault($"{names[0]}{fault}");
            verdict.Same($"{names[0]}, its members", provenance.Library.Members, summary.MemberCount);
            verdict.Same($"{names[0]}, its symbols", provenance.Library.Symbols, summary.SymbolCount);
            Glibc = GlibcNeed.Of(platform.Triple, summary.Undefined);
            Exports = definition.ExportsOf(platform).Select(summary.Exports);
        }
        catch (ArchiveFormatException e)
        {
            verdict.Fault(
                $"{names[0]} cannot be read as an archive: "
                + $"{e.Message.Replace(path, Path.GetFileName(path), StringComparison.Ordinal)}");
            return null;
        }

        CompareExports(entries.Lines(PackDefinition.ExportsEntry), names[0], verdict);
        if (verdict.Differences.Count == before)
        {
            verdict.Add(
                "library",
                $"{Path.GetFileName(path)}, {Size.Text(provenance.Library.Size)}, {provenance.Library.Members} members, "
                + $"{Exports.Count} exports, right for {platform.Target}; sha256:{sha256}");
        }

        return path;
    }

    private void CompareExports(IReadOnlyList<string> listed, string library, PackageVerdict verdict)
    {
        var missing = listed.Except(Exports, StringComparer.Ordinal).ToList();
        var extra = Exports.Except(listed, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            verdict.Fault($"{PackDefinition.ExportsEntry} lists {Listed.Some(missing, 1)}, which {library} does not export");
        }

        if (extra.Count > 0) verdict.Fault($"{library} exports {Listed.Some(extra, 1)}, which {PackDefinition.ExportsEntry} does not list");
    }
}
