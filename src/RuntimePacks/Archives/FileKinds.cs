using RuntimePacks.Archives.Ar;
using RuntimePacks.Archives.Bytes;
using RuntimePacks.Archives.Coff;
using RuntimePacks.Archives.MachO;

namespace RuntimePacks.Archives;

/// <summary>Tells what a file is by its content: by its first bytes, and for an archive by its members.</summary>
public static class FileKinds
{
    /// <summary>The longest jump through an import table that a linker writes for one function, and its padding, in bytes.</summary>
    private const ulong LongestImportJump = 32;

    /// <summary>What the file at a path is.</summary>
    /// <exception cref="RuntimePacksException">There is no such file, or it may not be read.</exception>
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
        var (importsOnly, hasObjects) = (true, false);
        foreach (var member in archive.Members())
        {
            if (member.Kind != ArMemberKind.Object) continue;
            if (member.Name == RustMetadata.MemberName && IsRustMetadata(archive, member)) return FileKind.RustLibrary;
            hasObjects = true;
            importsOnly = importsOnly && IsImport(archive, member);
        }

        return hasObjects && importsOnly ? FileKind.ImportLibrary : FileKind.StaticLibrary;
    }

    private static bool IsRustMetadata(ArArchive archive, ArMember member)
    {
        using var opened = ObjectFormats.TryOpen(archive.DataOf(member));
        return opened is not null && RustMetadata.IsIn(member.Name, opened);
    }

    /// <summary>
    /// A short import object, or one of the objects that describe a DLL's imports at length: sections .idata$2 to
    /// .idata$7, and beside them at most the jump to one function.
    /// </summary>
    private static bool IsImport(ArArchive archive, ArMember member)
    {
        using var opened = ObjectFormats.TryOpen(archive.DataOf(member));
        if (opened is CoffImport) return true;
        if (opened is not CoffObject coff) return false;
        var hasImports = false;
        foreach (var section in coff.Sections())
        {
            if (section.Kind == SectionKind.Import) hasImports = true;
            else if (section.Size > (section.Kind == SectionKind.Code ? LongestImportJump : 0) && !IsBesideImports(section.Kind)) return false;
        }

        return hasImports;
    }

    private static bool IsBesideImports(SectionKind kind) => kind is SectionKind.Debug or SectionKind.UnwindTable or SectionKind.LinkerDirectives;
}
