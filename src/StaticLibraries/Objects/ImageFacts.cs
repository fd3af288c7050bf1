namespace StaticLibraries.Objects;

/// <summary>The facts that a linked file (an executable or a shared library) tells the system that loads it.</summary>
public sealed record ImageFacts
{
    /// <summary>The program that loads it: ELF's PT_INTERP, Mach-O's LC_LOAD_DYLINKER; null for a static executable or a library.</summary>
    public string? Interpreter { get; init; }

    /// <summary>The shared libraries that it needs, in its order: DT_NEEDED, LC_LOAD_DYLIB, the import directory.</summary>
    public IReadOnlyList<string> Needed { get; init; } = [];

    /// <summary>A library's own name: DT_SONAME, LC_ID_DYLIB, the export directory's.</summary>
    public string? Name { get; init; }

    /// <summary>The highest version of glibc whose symbols it asks for (.gnu.version_r); null where it asks for none.</summary>
    public Version? Glibc { get; init; }

    /// <summary>
    /// Whether it has a symbol table beside that of the dynamic linker: without one what was linked into it cannot be told.
    /// </summary>
    public bool HasSymbolTable { get; init; }

    /// <summary>The name of the file with its symbols and debugging data (.gnu_debuglink); null where it names none.</summary>
    public string? DebugFile { get; init; }

    /// <summary>In lower-case hexadecimal digits: .note.gnu.build-id, LC_UUID; null where there is none.</summary>
    public string? BuildId { get; init; }
}
