namespace StaticLibraries.Objects;

/// <summary>The processor that an object file holds code for, in the words of a Rust target triple.</summary>
public enum Machine
{
    Unknown,
    X86_64,
    Aarch64,
    /// <summary>ARM64EC: arm64 code with the x64 calling convention, in COFF alone.</summary>
    Arm64EC,
    I686,
    Arm,
    Riscv32,
    Riscv64,
    Powerpc,
    Powerpc64,
    S390x,
    Loongarch64,
    Mips,
    Mips64,
    Wasm32,
}
