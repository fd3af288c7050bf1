using StaticLibraries.Elf;

namespace StaticLibraries.Slimming.Elf;

/// <summary>The notes that an object has once: whether the stack is to be executable, and what the processor may watch over.</summary>
internal static class ElfMergedNotes
{
    private const int MostNamed = 3;

    /// <summary>An empty section .note.GNU-stack: without SHF_EXECINSTR it says that the stack need not be executable.</summary>
    public static ElfSectionHeader NoExecutableStack { get; } = new() { Type = ElfSectionHeader.ProgBits, Alignment = 1 };

    public static void AddTo(ElfWriter writer, IReadOnlyList<ElfUnit> units, List<string> findings)
    {
        var properties = ElfProperties.Together(units);
        if (properties.Length > 0)
        {
            var header =
                new ElfSectionHeader
                {
                    Type = ElfSectionHeader.Note,
                    Flags = ElfSectionHeader.Alloc,
                    Size = properties.Length,
                    Alignment = writer.Encoding.Is64 ? 8 : 4,
                };
            writer.AddSection(".note.gnu.property"u8, header, output => output.Write(properties));
        }

        var needs = units.Where(NeedsExecutableStack).ToList();
        if (needs.Count > 0) findings.Add($"{Some(needs)} asked for an executable stack, which every program with this library gets");
        SayWhatIsSilent(units, findings);
        writer.AddSection(
            ".note.GNU-stack"u8, NoExecutableStack with { Flags = needs.Count > 0 ? ElfSectionHeader.ExecInstr : 0 }, _ => { });
    }

    /// <summary>
    /// A linker takes no note for a demand: so assembly in which nobody thought of it makes every program's stack executable.
    /// </summary>
    public static void SayWhatIsSilent(IReadOnlyList<ElfUnit> units, List<string> findings)
    {
        var silent = units.Where(unit => unit.StackNote is null && HasCode(unit)).ToList();
        if (silent.Count > 0)
        {
            findings.Add($"{Some(silent)} did not say whether the stack has to be executable (.note.GNU-stack); it is taken for no");
        }
    }

    public static bool NeedsExecutableStack(ElfUnit unit) => unit.StackNote is { } flags && (flags & ElfSectionHeader.ExecInstr) != 0;

    private static bool HasCode(ElfUnit unit) =>
        unit.Object.Sections.Any(section => section.Size > 0 && (section.Flags & ElfSectionHeader.ExecInstr) != 0);

    private static string Some(List<ElfUnit> units) =>
        string.Join(
            ", ", units.Take(MostNamed).Select(unit => unit.Name)) + (units.Count > MostNamed
                ? $" and {units.Count - MostNamed} more"
                : "");
}
