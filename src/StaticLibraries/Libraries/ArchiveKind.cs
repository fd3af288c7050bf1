using StaticLibraries.Coff;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>Finds the kind of an archive by its members, taken one by one.</summary>
internal sealed class ArchiveKind
{
    /// <summary>The longest jump through an import table that a linker writes for one function, and its padding, in bytes.</summary>
    private const ulong LongestImportJump = 32;

    private bool _hasMetadata, _hasObjects, _hasOthers;

    /// <summary>By the members so far.</summary>
    public FileKind Found =>
        _hasMetadata ? FileKind.RustLibrary : _hasObjects && !_hasOthers ? FileKind.ImportLibrary : FileKind.StaticLibrary;

    /// <summary>Whether a member of this name has to be opened to tell.</summary>
    public bool Asks(string member) => !_hasOthers || member == RustMetadata.MemberName;

    /// <param name="member">Its name.</param>
    /// <param name="opened">The object in it; null where it was not asked for, or is none.</param>
    public void Take(string member, ObjectFile? opened)
    {
        _hasMetadata |= member == RustMetadata.MemberName && opened is not null && RustMetadata.IsIn(member, opened);
        _hasObjects = true;
        _hasOthers = _hasOthers || !IsImport(opened);
    }

    /// <summary>
    /// A short import object, or one of the objects that describe a DLL's imports at length: sections .idata$2 to
    /// .idata$7, and beside them at most the jump to one function.
    /// </summary>
    private static bool IsImport(ObjectFile? opened)
    {
        if (opened is CoffImport) return true;
        if (opened is not CoffObject coff) return false;
        var hasImports = false;
        foreach (var section in coff.Sections())
        {
            if (section.Kind == SectionKind.Import) hasImports = true;
            else if (section.Size > (section.Kind == SectionKind.Code ? LongestImportJump : 0) && !IsBesideImports(section.Kind))
            {
                return false;
            }
        }

        return hasImports;
    }

    private static bool IsBesideImports(SectionKind kind) =>
        kind is SectionKind.Debug or SectionKind.UnwindTable or SectionKind.LinkerDirectives;
}
