using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>
/// The metadata of a Rust library. rustc puts it into a member <c>lib.rmeta</c> of an .rlib: as it is
/// (<c>rust\0\0\0</c>), or in the section <c>.rmeta</c> of an object without code.
/// </summary>
internal static class RustMetadata
{
    public const string MemberName = "lib.rmeta";

    public static bool IsIn(string memberName, ObjectFile member) =>
        member.Format == ObjectFormat.RustMetadata
        || memberName == MemberName && member.Sections().Any(section => section.Kind == SectionKind.RustMetadata);
}
