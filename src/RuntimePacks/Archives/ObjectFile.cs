using System.Text;
using RuntimePacks.Archives.Bytes;

namespace RuntimePacks.Archives;

/// <summary>What an object is in the life of a program.</summary>
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

    private protected ByteRange Bytes { get; }

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
