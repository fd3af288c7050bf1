namespace StaticLibraries.Objects;

/// <summary>The container format of one object file.</summary>
public enum ObjectFormat
{
    Unknown,
    Elf,
    MachO,
    Coff,
    /// <summary>A short import object: one symbol that a DLL exports (PE/COFF specification, Import Library Format).</summary>
    CoffImport,
    /// <summary>An anonymous COFF object: what a compiler with link-time code generation (/GL) writes; no machine code.</summary>
    CoffAnonymous,
    /// <summary>Several Mach-O files in one, each for another machine (a fat or universal file).</summary>
    MachOUniversal,
    /// <summary>LLVM bitcode, raw or in its wrapper: no machine code.</summary>
    Bitcode,
    Wasm,
    /// <summary>The metadata of a Rust library (<c>lib.rmeta</c>): its presence makes an archive an <c>.rlib</c>.</summary>
    RustMetadata,
}
