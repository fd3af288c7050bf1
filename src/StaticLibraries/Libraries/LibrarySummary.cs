using StaticLibraries.Ar;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>The members of a library that are in one format, for one machine and one system.</summary>
/// <param name="Format">Their format.</param>
/// <param name="Machine">Their machine.</param>
/// <param name="Os">The system that they name; Unknown for most ELF objects.</param>
/// <param name="MinimumOs">The highest of the oldest system versions that they name (Mach-O); null where none does.</param>
/// <param name="NewestMember">The first one that names it; null where none does.</param>
/// <param name="Count">How many there are.</param>
/// <param name="FirstMember">The first one's name: the witness.</param>
public sealed record MemberGroup(
    ObjectFormat Format, Machine Machine, TargetOs Os, Version? MinimumOs, string? NewestMember, int Count, string FirstMember);

/// <summary>One object of a library.</summary>
/// <param name="Name">Its name; for a part of a universal file, with the machine.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Format">Its format.</param>
/// <param name="Machine">Its machine.</param>
/// <param name="Variant">Which kind of its format it is, where there is something to add.</param>
/// <param name="SymbolCount">Entries of its symbol table.</param>
/// <param name="Sections">What its bytes are for.</param>
public sealed record MemberFacts(
    string Name, long Size, ObjectFormat Format, Machine Machine, string? Variant, long SymbolCount, SectionSizes Sections);

/// <summary>The findings of one pass over a library: its kind, what it gives and what it asks for.</summary>
public sealed record LibrarySummary
{
    /// <summary>The path.</summary>
    public required string File { get; init; }

    public required FileKind Kind { get; init; }

    /// <summary>Null for a file that is not an archive.</summary>
    public required ArFlavour? Flavour { get; init; }

    /// <summary>Objects, without the archive's own symbol tables; 1 for a single object.</summary>
    public required int MemberCount { get; init; }

    /// <summary>Entries of all members' symbol tables, local and debugging ones too.</summary>
    public required long SymbolCount { get; init; }

    /// <summary>In the order in which their first members come. More than one does not make a library wrong at this level.</summary>
    public required IReadOnlyList<MemberGroup> Groups { get; init; }

    /// <summary>
    /// What another object can be linked against: defined by a member, global or weak, not hidden. The names are those
    /// of C: without the underscore that Mach-O and 32-bit COFF put before each.
    /// </summary>
    public required NameSet Exports { get; init; }

    /// <summary>
    /// What a member defines and hides: a program can be linked against it, and nothing outside of the program sees it. The names are
    /// those of C.
    /// </summary>
    public required NameSet Hidden { get; init; }

    /// <summary>What members refer to and no member defines, in the names of C.</summary>
    public required NameSet Undefined { get; init; }

    /// <summary>Every object, in its order.</summary>
    public required IReadOnlyList<MemberFacts> Members { get; init; }

    /// <summary>Of all members.</summary>
    public required SectionSizes Sections { get; init; }

    public required Directives Directives { get; init; }

    public required UniffiContract Uniffi { get; init; }

    /// <summary>Of a linked file; null for objects and archives of them.</summary>
    public required ImageFacts? Image { get; init; }

    public required LibraryIdentity Identity { get; init; }

    /// <summary>What is odd about the archive and does not make it unreadable, a sentence each.</summary>
    public required IReadOnlyList<string> Findings { get; init; }
}
