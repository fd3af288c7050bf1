using System.Text;

namespace StaticLibraries.Objects;

/// <summary>The place of an object in the life of a program.</summary>
public enum ObjectType
{
    /// <summary>Something that is not linked at all: bitcode, metadata.</summary>
    Other,
    Relocatable,
    Executable,
    SharedLibrary,
}

/// <summary>
/// One object file: a member of an archive, or a file of its own. Headers are read when it is opened; symbols, sections
/// and names as they are asked for, each time anew from the file.
/// </summary>
public abstract class ObjectFile : IDisposable
{
    private protected ObjectFile(ByteRange bytes) => Bytes = bytes;

    public abstract ObjectFormat Format { get; }

    public virtual Machine Machine => Machine.Unknown;

    public virtual TargetOs Os => TargetOs.Unknown;

    /// <summary>The oldest version of the system that it is built for, where the format says so (Mach-O).</summary>
    public virtual Version? MinimumOs => null;

    public virtual ObjectType Type => ObjectType.Other;

    /// <summary>Whether names in C have an underscore more in the symbol table (Mach-O, 32-bit COFF).</summary>
    public virtual bool HasLeadingUnderscore => false;

    /// <summary>
    /// Which kind of its format it is, in words: the compiler of bitcode,
    /// what an anonymous object is; null where there is nothing to add.
    /// </summary>
    public virtual string? Variant => null;

    /// <summary>The target triple that the object itself says it is for (bitcode).</summary>
    public virtual string? TargetTriple => null;

    /// <summary>Of the whole object, in bytes.</summary>
    public long Size => Bytes.Length;

    private protected ByteRange Bytes { get; }

    /// <summary>What it says to the system that loads it; null for what is not linked.</summary>
    /// <exception cref="ArchiveFormatException">What the loader reads is damaged.</exception>
    public virtual ImageFacts? Image() => null;

    /// <summary>Every entry of the symbol table in its order, section and debugging symbols too.</summary>
    /// <exception cref="ArchiveFormatException">The symbol table is damaged.</exception>
    public virtual IEnumerable<ObjectSymbol> Symbols() => [];

    /// <summary>Every section in its order.</summary>
    /// <exception cref="ArchiveFormatException">The section table is damaged.</exception>
    public virtual IEnumerable<ObjectSection> Sections() => [];

    /// <summary>A symbol's name as the file has it. The bytes are good until the next name is asked for.</summary>
    /// <exception cref="ArchiveFormatException">The symbol's name is outside of the string table.</exception>
    public virtual ReadOnlySpan<byte> NameOf(in ObjectSymbol symbol) => [];

    /// <summary>A section's name as the file has it. The bytes are good until the next name is asked for.</summary>
    /// <exception cref="ArchiveFormatException">The section's name is outside of the string table.</exception>
    public virtual ReadOnlySpan<byte> NameOf(in ObjectSection section) => [];

    /// <summary>One section by its number; null when there is none of that number.</summary>
    public virtual ObjectSection? SectionAt(long index)
    {
        foreach (var section in Sections())
        {
            if (section.Index == index) return section;
        }

        return null;
    }

    /// <summary>The first section of a name; null when there is none.</summary>
    public ObjectSection? SectionNamed(string name)
    {
        foreach (var section in Sections())
        {
            if (TextOf(section) == name) return section;
        }

        return null;
    }

    /// <summary>
    /// The first bytes of what a symbol names: less than the buffer holds
    /// where its section ends, none where it has no bytes in the file.
    /// </summary>
    /// <exception cref="ArchiveFormatException">The section is outside of the file.</exception>
    public ReadOnlySpan<byte> BytesOf(in ObjectSymbol symbol, Span<byte> buffer)
    {
        if (!symbol.IsDefined || SectionAt(symbol.SectionIndex) is not { FileSize: > 0 } section) return [];
        var offset = symbol.Value - section.Address;
        if (offset >= (ulong)section.FileSize) return [];
        return ReadIn(section, (long)offset, buffer);
    }

    /// <summary>The first bytes of a section, as many as the buffer and the section hold.</summary>
    /// <exception cref="ArchiveFormatException">The section is outside of the file.</exception>
    public ReadOnlySpan<byte> BytesOf(in ObjectSection section, Span<byte> buffer) =>
        section.FileSize > 0 ? ReadIn(section, 0, buffer) : [];

    private ReadOnlySpan<byte> ReadIn(ObjectSection section, long offset, Span<byte> buffer)
    {
        var read = buffer[..(int)Math.Min(buffer.Length, section.FileSize - offset)];
        Bytes.Slice(section.FileOffset, section.FileSize, "a section").Read(offset, read, "a section");
        return read;
    }

    /// <summary>A symbol's name in C: as the file has it, less the leading underscore where the format adds one.</summary>
    public ReadOnlySpan<byte> CNameOf(in ObjectSymbol symbol)
    {
        var name = NameOf(symbol);
        return HasLeadingUnderscore && name is [(byte)'_', ..] ? name[1..] : name;
    }

    /// <summary>A symbol's name as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string TextOf(in ObjectSymbol symbol) => Encoding.UTF8.GetString(NameOf(symbol));

    /// <summary>A section's name as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string TextOf(in ObjectSection section) => Encoding.UTF8.GetString(NameOf(section));

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) { }
}
