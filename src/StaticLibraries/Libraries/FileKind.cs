using System.Diagnostics.CodeAnalysis;

namespace RuntimePacks.Archives;

/// <summary>What a file is, by its content.</summary>
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
