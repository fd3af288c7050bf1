using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Inspection;

/// <summary>A name that a file gives to others or asks of them.</summary>
public sealed record InspectedSymbol(string Name, string Kind, string Binding);

/// <summary>One object of an archive.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Format">As <c>ELF</c>.</param>
/// <param name="Machine">As <c>x86_64</c>.</param>
/// <param name="Variant">Which kind of its format it is.</param>
/// <param name="Symbols">Entries of its symbol table.</param>
/// <param name="Sections">Bytes by what they are for; kinds of which there are none are left out.</param>
public sealed record InspectedMember(
    string Name, long Size, string Format, string Machine, string? Variant, long Symbols, IReadOnlyDictionary<string, long> Sections);

/// <summary>The findings about one file, in the shape that <c>--json</c> writes.</summary>
public sealed record FileInspection
{
    /// <summary>The path as it was given, or the entry's name in the file that it is in.</summary>
    public required string File { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    public required FileKind Kind { get; init; }

    /// <summary>The flavour of an archive.</summary>
    public string? Flavour { get; init; }

    /// <summary>What holds the entries, as <c>a tar file, compressed with gzip</c>.</summary>
    public string? Container { get; init; }

    /// <summary>Of a package: id and version.</summary>
    public string? Package { get; init; }

    /// <summary>The Rust target that its content makes; null where a part is missing or contradicted.</summary>
    public string? Target { get; init; }

    public LibraryIdentity? Identity { get; init; }

    /// <summary>The newest of the oldest versions of the system that members ask for (Mach-O).</summary>
    public string? MinimumOs { get; init; }

    public IReadOnlyList<InspectedMember> Members { get; init; } = [];

    /// <summary>Bytes by what they are for.</summary>
    public IReadOnlyDictionary<string, long> Sections { get; init; } = new Dictionary<string, long>();

    public IReadOnlyList<InspectedSymbol> Exports { get; init; } = [];

    /// <summary>Those of <see cref="Exports"/> that the definition is about.</summary>
    public IReadOnlyList<string> DefinitionExports { get; init; } = [];

    public IReadOnlyList<InspectedSymbol> Undefined { get; init; } = [];

    /// <summary>What a library for glibc needs of it; null for nothing.</summary>
    public GlibcNeed? Glibc { get; init; }

    /// <summary>The libraries of MSVC's <c>/DEFAULTLIB</c>.</summary>
    public IReadOnlyCollection<string> DefaultLibraries { get; init; } = [];

    /// <summary>The flavours of MSVC's C runtime, with the first member that asks for each.</summary>
    public IReadOnlyDictionary<string, string> Runtimes { get; init; } = new Dictionary<string, string>();

    /// <summary>UniFFI's contract versions by namespace; null where the function's code is not a constant.</summary>
    public IReadOnlyDictionary<string, int?> UniffiContracts { get; init; } = new Dictionary<string, int?>();

    /// <summary>UniFFI's checksum functions and their values.</summary>
    public IReadOnlyDictionary<string, int?> UniffiChecksums { get; init; } = new Dictionary<string, int?>();

    /// <summary>Of an executable or shared library.</summary>
    public ImageFacts? Image { get; init; }

    /// <summary>Of an executable or shared library: whether a pack's functions are inside.</summary>
    public PackExports? Pack { get; init; }

    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>What Verify would say: null where the file's name says no target to hold it against.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Of a container: the libraries and programs in it.</summary>
    public IReadOnlyList<FileInspection> Entries { get; init; } = [];

    /// <summary>Of a container: everything else in it.</summary>
    public IReadOnlyList<string> OtherEntries { get; init; } = [];
}

/// <summary>The verdict on a file, for the target that its name promises.</summary>
/// <param name="Target">The target, and how it is known.</param>
/// <param name="Fault">What is wrong; null when it is right.</param>
public sealed record Verdict(string Target, string? Fault);
