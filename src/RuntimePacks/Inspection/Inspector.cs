using RuntimePacks.Containers;
using RuntimePacks.Definition;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Inspection;

/// <summary>
/// Finds out what a file is and what is in it: an archive, an object, an executable, a shared library, a zip or a package.
/// </summary>
/// <param name="definition">Which exports matter, and which targets there are.</param>
/// <param name="package">A package whose exports an executable should hold; null to go by the definition's patterns.</param>
public sealed class Inspector(PackDefinition definition, string? package)
{
    private readonly IReadOnlyList<string>? _packageExports = package is null ? null : ExportsOf(package, definition.InflatedLimit);

    /// <exception cref="RuntimePacksException">There is no such file, or it is damaged.</exception>
    public async Task<FileInspection> InspectAsync(string path, CancellationToken cancellationToken = default)
    {
        using var library = StaticLibrary.Open(path);
        return library.Kind == FileKind.Zip || (library.Kind == FileKind.Unknown && AssetContainer.IsContainer(path))
            ? await ContainerInspection.OfAsync(path, library.Kind, definition, this, cancellationToken)
            : Inspect(library, path, path, null);
    }

    /// <param name="library">The file, open.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="platform">What it should be for; null where that is not known.</param>
    internal FileInspection Inspect(StaticLibrary library, string path, string name, Platform? platform)
    {
        var summary = library.Summarize();
        var exports = summary.Exports;
        var patterns = platform is null ? definition.Exports : definition.ExportsOf(platform);
        return new FileInspection
        {
            File = name,
            Size = new FileInfo(path).Length,
            Kind = summary.Kind,
            Flavour = summary.Flavour?.ToString().ToLowerInvariant(),
            Target = summary.Identity.Target,
            Identity = summary.Identity,
            MinimumOs = summary.Groups.Select(group => group.MinimumOs).Max()?.ToString(),
            Members = [.. summary.Members.Select(Member)],
            Sections = Sizes(summary.Sections),
            Exports = [.. exports.Symbols.Select(Symbol)],
            DefinitionExports = patterns.Select(exports),
            Undefined = [.. summary.Undefined.Symbols.Select(Symbol)],
            Glibc = summary.Kind == FileKind.StaticLibrary && TripleOf(platform, summary) is { } triple
                ? GlibcNeed.Of(triple, summary.Undefined)
                : null,
            DefaultLibraries = summary.Directives.DefaultLibraries,
            Runtimes = summary.Directives.Runtimes,
            UniffiContracts = summary.Uniffi.Versions,
            UniffiChecksums = summary.Uniffi.Checksums,
            Image = summary.Image,
            Pack = summary.Image is { } image && summary.Kind is FileKind.Executable or FileKind.SharedLibrary
                ? PackExports.In(path, summary.Image!, patterns, _packageExports)
                : null,
            Findings = summary.Findings,
            Verdict = platform is null || summary.Kind != FileKind.StaticLibrary
                ? null
                : new Verdict(platform.Target, Verification.LibraryCheck.Fault(summary, platform, patterns)),
        };
    }

    /// <summary>What a library is for: by its name, and where that says nothing, by what is in it.</summary>
    private static TargetTriple? TripleOf(Platform? platform, LibrarySummary summary) =>
        platform?.Triple ?? (summary.Identity.Target is { } target ? TargetTriple.Parse(target) : null);

    private static IReadOnlyList<string> ExportsOf(string package, long inflatedLimit)
    {
        using var opened = UntrustedPackage.Open(package, inflatedLimit);
        return opened.Names.Contains(PackDefinition.ExportsEntry)
            ? opened.Lines(PackDefinition.ExportsEntry)
            : throw new RuntimePacksException(
                $"{package} holds no {PackDefinition.ExportsEntry}: --package takes a runtime package "
                + "(runtime.RID.ID.VERSION.nupkg)");
    }

    private static InspectedMember Member(MemberFacts member) =>
        new(
            member.Name,
            member.Size,
            member.Format.Name(),
            member.Machine.Name(),
            member.Variant,
            member.SymbolCount,
            Sizes(member.Sections));

    private static InspectedSymbol Symbol(NamedSymbol symbol) =>
        new(symbol.Name, symbol.Kind.ToString().ToLowerInvariant(), symbol.Binding.ToString().ToLowerInvariant());

    private static Dictionary<string, long> Sizes(SectionSizes sizes) =>
        Enum.GetValues<SectionKind>()
            .Where(kind => sizes[kind] > 0)
            .ToDictionary(kind => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..], kind => sizes[kind]);
}
