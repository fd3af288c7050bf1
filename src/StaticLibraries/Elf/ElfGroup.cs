namespace StaticLibraries.Elf;

/// <summary>A section group (System V gABI, chapter 4, "Section Groups").</summary>
/// <param name="Flags">GRP_COMDAT is bit 0: of all groups of one signature, a linker keeps one.</param>
/// <param name="FlagsOffset">Where the flags are, in bytes from the start of the file or archive.</param>
/// <param name="SignatureSymbol">The number of the symbol whose name is the signature.</param>
public readonly record struct ElfGroup(uint Flags, long FlagsOffset, uint SignatureSymbol)
{
    public const uint Comdat = 1;

    public bool IsComdat => (Flags & Comdat) != 0;
}
