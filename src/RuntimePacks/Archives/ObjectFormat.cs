namespace RuntimePacks.Archives;

/// <summary>The container format of one object file.</summary>
public enum ObjectFormat
{
    Unknown,
    Elf,
    MachO,
    Coff,
    /// <summary>A short import object: one symbol that a DLL exports (PE/COFF specification, Import Library Format).</summary>
    CoffImport,
    /// <summary>LLVM bitcode, raw or in its wrapper: no machine code.</summary>
    Bitcode,
    Wasm,
    /// <summary>The metadata of a Rust library (<c>lib.rmeta</c>): its presence makes an archive an <c>.rlib</c>.</summary>
    RustMetadata,
}
