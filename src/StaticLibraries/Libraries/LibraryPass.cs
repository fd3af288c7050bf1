using System.Runtime.CompilerServices;
using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Coff;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>One pass over the objects of a file: each is read once, and what is kept of it is small.</summary>
internal sealed class LibraryPass
{
    private readonly LibraryNames _names = new();
    private readonly MemberGroups _groups = new();
    private readonly List<MemberFacts> _members = [];
    private readonly Directives _directives = new();
    private readonly UniffiContract _uniffi = new();
    private readonly List<string> _findings = [];
    private readonly SectionSizes _sizes = new();
    private ImageFacts? _image;

    /// <summary>What the file is, if it is an archive.</summary>
    public ArchiveKind ArchiveKind { get; } = new();

    /// <param name="name">Of the member, or of the file itself.</param>
    /// <param name="file">What to read.</param>
    /// <param name="indexes">The archive's symbol tables; null outside of an archive.</param>
    /// <param name="member">The archive member that it is in.</param>
    public void Take(string name, ObjectFile file, ArIndexes? indexes, ArMember? member)
    {
        _groups.Take(name, file);
        _image ??= file.Image();
        var symbols = TakeSymbols(file, indexes, member);
        var sizes = TakeSections(name, file);
        _sizes.Add(sizes);
        _members.Add(new MemberFacts(name, file.Size, file.Format, file.Machine, file.Variant, symbols, sizes));
    }

    /// <summary>Takes what an archive's symbol tables and members do not agree on.</summary>
    public void Take(IEnumerable<string> findings) => _findings.AddRange(findings);

    public LibrarySummary Summary(string path, FileKind kind, ArFlavour? flavour)
    {
        var (exports, undefined, groups) = (_names.Exports, _names.Undefined, _groups.ToList());
        return new LibrarySummary
        {
            File = path,
            Kind = kind,
            Flavour = flavour,
            MemberCount = _groups.MemberCount,
            SymbolCount = _names.SymbolCount,
            Groups = groups,
            Exports = exports,
            Hidden = _names.Hidden,
            Undefined = undefined,
            Members = _members,
            Sections = _sizes,
            Directives = _directives,
            Uniffi = _uniffi,
            Image = _image,
            Identity = LibraryIdentity.Of(groups, _groups.MemberCount, _names.Defines, undefined, _directives, _image),
            Findings = _findings,
        };
    }

    [MethodImpl(Hot.Path)]
    private long TakeSymbols(ObjectFile file, ArIndexes? indexes, ArMember? member)
    {
        var before = _names.SymbolCount;
        foreach (var symbol in file.Symbols())
        {
            _names.SymbolCount++;
            if (symbol.Binding == SymbolBinding.Local) continue;
            var name = file.NameOf(symbol);
            if (symbol.IsDefined && indexes is not null) indexes.TakeDefinition(member!, name, IsOptionalInIndex(file, symbol, name));
            if (file.HasLeadingUnderscore && name is [(byte)'_', ..]) name = name[1..];
            _names.Take(name, symbol);
            if (symbol.IsExport && UniffiContract.IsPart(name)) _uniffi.Take(Encoding.UTF8.GetString(name), file, symbol);
        }

        return _names.SymbolCount - before;
    }

    [MethodImpl(Hot.Path)]
    private SectionSizes TakeSections(string name, ObjectFile file)
    {
        var sizes = new SectionSizes();
        foreach (var section in file.Sections())
        {
            sizes.Add(section, file.Size);
            if (section.Kind == SectionKind.LinkerDirectives) _directives.Take(name, file, section);
        }

        return sizes;
    }

    /// <summary>
    /// Tools differ on bitcode, on common symbols, on hidden ones of Mach-O,
    /// on weak externals of COFF, and on what an ARM64EC import stands for.
    /// </summary>
    private static bool IsOptionalInIndex(ObjectFile file, in ObjectSymbol symbol, ReadOnlySpan<byte> name) =>
        file.Format is ObjectFormat.Bitcode or ObjectFormat.Wasm
        || symbol.Kind == SymbolKind.Common
        || (symbol.IsHidden && file.Format == ObjectFormat.MachO)
        || (symbol.Binding == SymbolBinding.Weak && file.Format == ObjectFormat.Coff)
        || (file is CoffImport { Machine: Machine.Arm64EC } && name is not [(byte)'_', (byte)'_', (byte)'i', (byte)'m', (byte)'p', ..]);
}
