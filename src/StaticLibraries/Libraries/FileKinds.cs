using StaticLibraries.Ar;
using StaticLibraries.MachO;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>Tells what a file is by its content: by its first bytes, and for an archive by its members.</summary>
public static class FileKinds
{
    /// <summary>How many of a file's first bytes tell whether it is worth a look, in bytes.</summary>
    public const int HeadLength = 8;

    /// <summary>Whether a file that starts so is an archive, or a universal file, which may hold some.</summary>
    public static bool StartsAsArchive(ReadOnlySpan<byte> head) => ArArchive.IsMagic(head) || UniversalFile.IsMagic(head);

    /// <summary>Whether a file that starts so holds others for several machines.</summary>
    public static bool StartsAsUniversal(ReadOnlySpan<byte> head) => UniversalFile.IsMagic(head);

    /// <summary>Whether a file that starts so may be an archive, an executable or a shared library.</summary>
    public static bool StartsAsBinary(ReadOnlySpan<byte> head) =>
        StartsAsArchive(head) || MachOHeader.IsMagic(head) || head.StartsWith("MZ"u8) || head.StartsWith("\u007fELF"u8);

    /// <summary>What the file at a path is.</summary>
    /// <exception cref="InputException">There is no such file, or it may not be read.</exception>
    /// <exception cref="ArchiveFormatException">It is an archive or an executable whose headers are damaged.</exception>
    public static FileKind Identify(string path)
    {
        using var library = StaticLibrary.Open(path);
        return library.Kind;
    }

    internal static FileKind Of(ByteRange bytes, ArArchive? archive)
    {
        if (archive is not null) return OfArchive(archive);
        Span<byte> magic = stackalloc byte[4];
        if (bytes.ReadStart(magic) is [(byte)'P', (byte)'K', 3, 4] or [(byte)'P', (byte)'K', 5, 6]) return FileKind.Zip;
        using var opened = ObjectFormats.TryOpen(bytes);
        return opened switch
        {
            null => FileKind.Unknown,
            UniversalFile => FileKind.UniversalBinary,
            { Type: ObjectType.Executable } => FileKind.Executable,
            { Type: ObjectType.SharedLibrary } => FileKind.SharedLibrary,
            { Format: ObjectFormat.RustMetadata } => FileKind.Unknown,
            _ => FileKind.Object,
        };
    }

    private static FileKind OfArchive(ArArchive archive)
    {
        if (archive.IsThin) return FileKind.ThinArchive;
        var kind = new ArchiveKind();
        foreach (var member in archive.Members().Where(member => member.Kind == ArMemberKind.Object))
        {
            using var opened = kind.Asks(member.Name) ? ObjectFormats.TryOpen(archive.DataOf(member)) : null;
            kind.Take(member.Name, opened);
            if (kind.Found == FileKind.RustLibrary) break;
        }

        return kind.Found;
    }
}
