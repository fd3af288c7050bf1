using StaticLibraries.Ar;
using StaticLibraries.MachO;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>Tells what a file is by its content: by its first bytes, and for an archive by its members.</summary>
internal static class FileKinds
{
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
