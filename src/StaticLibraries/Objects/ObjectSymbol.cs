namespace StaticLibraries.Objects;

/// <summary>The kind of thing that a symbol names.</summary>
public enum SymbolKind
{
    /// <summary>The format does not say, as for most symbols that are undefined here.</summary>
    Other,
    Func,
    Data,
    Tls,
    /// <summary>Data with no place yet: the linker merges those of one name (Fortran's common blocks, C's tentative definitions).</summary>
    Common,
    Section,
    File,
    /// <summary>For a debugger alone (Mach-O stabs, COFF debugging records).</summary>
    Debug,
}

/// <summary>The reach of a symbol when objects are linked.</summary>
public enum SymbolBinding
{
    Local,
    Global,
    Weak,
}

/// <summary>
/// One entry of an object's symbol table. Its name is read when asked for: <see cref="ObjectFile.NameOf(in ObjectSymbol)"/>.
/// </summary>
/// <param name="NamePosition">Where the object finds the name; the meaning is the format's own.</param>
/// <param name="Kind">What it names.</param>
/// <param name="Binding">How far it reaches.</param>
/// <param name="IsDefined">Whether this object holds what it names. Common symbols count as defined.</param>
/// <param name="IsHidden">ELF visibility hidden or internal, Mach-O private extern: not visible outside of what it is linked into.</param>
/// <param name="SectionIndex">The format's own section number; 0 or less, or the format's reserved numbers, for no section.</param>
/// <param name="Value">The format's own value: an offset in its section in relocatable objects; the size for common symbols.</param>
public readonly record struct ObjectSymbol(
    long NamePosition,
    SymbolKind Kind,
    SymbolBinding Binding,
    bool IsDefined,
    bool IsHidden,
    long SectionIndex,
    ulong Value)
{
    /// <summary>Whether another object can be linked against it: defined, global or weak, and not hidden.</summary>
    public bool IsExport => IsDefined && !IsHidden && Binding != SymbolBinding.Local;
}
