using StaticLibraries.Elf;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Elf;

/// <summary>
/// The symbols at the starts of one unit's sections: where a function's name stands there, relocations need no section symbol besides, and
/// where nothing does, the section's own will do for the names that compilers give to constants.
/// </summary>
internal sealed class ElfStarts(ElfUnit unit)
{
    private readonly Dictionary<int, int> _numbers = [];
    private readonly bool _asksForPlaces = ElfMachine.Of(unit.Object.Header) is Machine.X86_64 or Machine.Aarch64;

    /// <summary>The new number of the symbol at the start of a section, once there is one.</summary>
    /// <param name="section">The number that it had in the unit.</param>
    public int? this[int section] => _numbers.TryGetValue(section, out var number) ? number : null;

    public void Set(int section, int symbol) => _numbers.TryAdd(section, symbol);

    /// <summary>
    /// Whether any symbol at the start of the section does for this one: on machines whose relocations ask for a place alone, and not in a
    /// section whose parts a linker merges, where a symbol says which part is meant.
    /// </summary>
    public bool Takes(in ElfSymbolEntry entry) =>
        _asksForPlaces && entry is { Section: > 0, Value: 0 } && (entry.Other & ~ElfSymbolEntry.VisibilityMask) == 0
        && entry.Type is ElfSymbolEntry.NoType or ElfSymbolEntry.Data or ElfSymbolEntry.Func or ElfSymbolEntry.SectionType
        && (unit.Object.Sections[entry.Section].Flags & (ElfSectionHeader.Merge | ElfSectionHeader.Tls)) == 0;

    /// <summary>Whether a name says nothing to a person: of a section, or of a constant that a compiler numbered.</summary>
    public static bool IsNumbered(in ElfSymbolEntry entry, ReadOnlySpan<byte> name) =>
        entry.Type == ElfSymbolEntry.SectionType || name.IsEmpty || name.StartsWith(".L"u8) || name.StartsWith("anon."u8);
}
