using System.Diagnostics.CodeAnalysis;

namespace StaticLibraries.Libraries;

/// <summary>The kind of a file, by its content.</summary>
public enum FileKind
{
    Unknown,
    /// <summary>An archive of objects. An archive with no members is one too.</summary>
    StaticLibrary,
    /// <summary>An archive that names what a DLL exports, and holds no code of its own.</summary>
    ImportLibrary,
    /// <summary>An archive without its members' data.</summary>
    ThinArchive,
    /// <summary>An .rlib: a static library with the metadata that only rustc reads.</summary>
    RustLibrary,
    /// <summary>One relocatable object.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "An object file is what it is.")]
    Object,
    Executable,
    SharedLibrary,
    /// <summary>Mach-O files or archives for several machines in one (fat).</summary>
    UniversalBinary,
    Zip,
}

/// <summary>Kinds of files as people write them.</summary>
public static class FileKindNames
{
    /// <summary>A noun with its article.</summary>
    public static string Name(this FileKind kind) => kind switch
    {
        FileKind.StaticLibrary => "a static library",
        FileKind.ImportLibrary => "an import library",
        FileKind.ThinArchive => "a thin archive, which holds no members' data",
        FileKind.RustLibrary => "an rlib, which only rustc reads",
        FileKind.Object => "an object",
        FileKind.Executable => "an executable",
        FileKind.SharedLibrary => "a shared library",
        FileKind.UniversalBinary => "a universal binary",
        FileKind.Zip => "a zip file",
        _ => "something else",
    };
}
