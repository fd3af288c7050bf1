using System.Text.RegularExpressions;

namespace Slimmer.Tests.MachO;

/// <summary>What is kept is what it was: instructions, what they refer to, and how to unwind them, as LLVM's tools read it.</summary>
public sealed partial class Code_and_unwind_tables_are_the_same
{
    public static TheoryData<string, string> Ways =>
        new MatrixTheoryData<string, string>(Apple.Machines.Select(row => row.Data), ["-O1", "-g"]);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Instructions_with_their_relocations(string machine, string flag)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await Apple.NastyAsync(workshop, machine, flag);
        var before = await FunctionsAsync(workshop, library);
        var after = await FunctionsAsync(workshop, Workshop.Slim(library, "uniffi_"));
        Assert.InRange(after.Count, 15, before.Count);
        Assert.DoesNotContain(after, function => function.Name is "_deadg" or "_deadcall" or "_asmdead");
        Assert.Subset(before.ToHashSet(), after.ToHashSet());
    }

    /// <summary>
    /// In objects for x86_64 nothing but the contents of a record tells which function it is for; for arm64 a relocation does, less
    /// where the table begins.
    /// </summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Frames(string machine, string flag)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        // On arm64 clang writes __eh_frame for frames alone that __compact_unwind cannot say.
        var library = await workshop.LibraryAsync("frames.a",
            [.. ((string[])["a.cpp", "b.cpp", "s.S"]).Select(name =>
            ($"macho/{name}", (string?)null, (string[])[.. Apple.Flags(machine), flag, "-fno-omit-frame-pointer"])),
            ("frame.s", Frame(machine), Apple.Flags(machine))]);
        var slimmed = Workshop.Slim(library, "uniffi_");
        var (before, after) = (await FramesAsync(workshop, library), await FramesAsync(workshop, slimmed));
        Assert.NotEmpty(after);
        Assert.Subset(before.ToHashSet(), after.ToHashSet());
        Assert.Contains(after, frame => frame.StartsWith("_uniffi_slim_framed ", StringComparison.Ordinal));
        Assert.DoesNotContain(after, frame => frame.StartsWith("_dead_framed ", StringComparison.Ordinal));
    }

    /// <summary>Two functions with records of their own, the first of which is dead, so that what is behind it moves.</summary>
    private static string Frame(string machine)
    {
        var code = machine == "arm64"
            ? "stp x29, x30, [sp, #-16]!\n.cfi_def_cfa_offset 16\n.cfi_offset w30, -8\n.cfi_offset w29, -16\n.cfi_remember_state\nldp "
                + "x29, x30, [sp], #16\n.cfi_restore_state\nret\n"
            : "pushq %rbp\n.cfi_def_cfa_offset 16\n.cfi_remember_state\npopq %rbp\n.cfi_restore_state\nretq\n";
        return string.Concat(((string[])["_dead_framed", "_uniffi_slim_framed"]).Select(name =>
            $".globl {name}\n.p2align 4\n{name}:\n.cfi_startproc\n{code}.cfi_endproc\n")) + ".subsections_via_symbols\n";
    }

    /// <summary>Every function of every member, with what is private to the member under one name.</summary>
    private static async Task<List<(string Name, string Code)>> FunctionsAsync(Workshop workshop, string library)
    {
        var functions = new List<(string, string)>();
        foreach (var member in await MembersAsync(workshop, library))
        {
            var names = await NamesAsync(workshop, member);
            var (section, name, start, code) = ("", "", 0L, new List<string>());
            foreach (var line in (await workshop.RunAsync("llvm-objdump", "-dr", "--no-show-raw-insn", member)).Split('\n'))
            {
                if (Section().Match(line) is { Success: true } heading) section = heading.Groups[1].Value;
                else if (Label().Match(line) is { Success: true } label)
                {
                    Add();
                    (start, code) = (Hexadecimal(label.Groups[1]), []);
                    name = names.GetValueOrDefault((section, start), label.Groups[2].Value);
                }
                else if (Relocation().Match(line) is { Success: true } relocation)
                {
                    // What a linker writes over is what it happens to be.
                    code[^1] = Target().Replace(code[^1], "?");
                    code.Add(
                        $"  {Hexadecimal(relocation.Groups[1]) - start} {relocation.Groups[2].Value} {Name(relocation.Groups[3].Value)}");
                }
                else if (Instruction().Match(line) is { Success: true } instruction)
                {
                    code.Add($"{Hexadecimal(instruction.Groups[1]) - start} "
                        + $"{Addresses().Replace(instruction.Groups[2].Value, match => Text(match, start))}");
                }
            }

            Add();

            void Add()
            {
                // Nothing is behind the last instruction but what aligns the next function.
                while (code.Count > 0 && Padding().IsMatch(code[^1])) code.RemoveAt(code.Count - 1);
                if (code.Count > 0 && !Private().IsMatch(name)) functions.Add((name, string.Join('\n', code)));
            }
        }

        return functions;
    }

    private static async Task<string[]> MembersAsync(Workshop workshop, string library)
    {
        await workshop.RunAsync("llvm-ar", "x", library);
        return (await workshop.RunAsync("llvm-ar", "t", library)).Split('\n');
    }

    /// <summary>By section and address, the names of what is not private to a member.</summary>
    private static async Task<Dictionary<(string Section, long Address), string>> NamesAsync(Workshop workshop, string member)
    {
        var names = new Dictionary<(string, long), string>();
        foreach (Match symbol in Symbol().Matches(await workshop.RunAsync("llvm-nm", "-m", member)))
        {
            var name = symbol.Groups[3].Value;
            if (!Private().IsMatch(name)) names.TryAdd((symbol.Groups[2].Value, Hexadecimal(symbol.Groups[1])), name);
        }

        return names;
    }

    private static string Name(string symbol) => Private().IsMatch(symbol) || symbol.StartsWith("__", StringComparison.Ordinal)
        && symbol.Contains("cstring", StringComparison.Ordinal) ? "private" : Suffix().Replace(symbol, "");

    /// <summary>
    /// An address in an instruction: relative to the function where it is in it; else what is patched when it is linked.
    /// </summary>
    private static string Text(Match match, long start) => match.Groups[1].Success
        && Convert.ToInt64(match.Groups[1].Value, 16) is var address && match.Groups[2].Value.Contains('+') ? $"+{address - start}" : "?";

    /// <summary>Each record as the function, its length and the rest of it.</summary>
    private static async Task<List<string>> FramesAsync(Workshop workshop, string library)
    {
        var frames = new List<string>();
        foreach (var member in await MembersAsync(workshop, library))
        {
            var names = await NamesAsync(workshop, member);
            var table = TableStart().Match(await workshop.RunAsync("llvm-nm", "-m", member));
            var functions = FrameRelocation().Matches(await workshop.RunAsync("llvm-objdump", "-r", member))
                .ToDictionary(match => Hexadecimal(match.Groups[1]), match => match.Groups[2].Value);
            foreach (Match record in Record().Matches(await workshop.RunAsync("llvm-dwarfdump", "--eh-frame", member)))
            {
                var (from, to) = (Hexadecimal(record.Groups[2]), Hexadecimal(record.Groups[3]));
                var name = !functions.TryGetValue(Hexadecimal(record.Groups[1]) + 8, out var function)
                    ? names.GetValueOrDefault(("__TEXT,__text", from), "?")
                    : table.Success && from == Hexadecimal(table.Groups[1]) ? function : "elsewhere";
                frames.Add($"{name} {to - from} {string.Join(' ', Rule().Matches(record.Value).Select(rule => rule.Value.Trim()))}");
            }
        }

        return frames;
    }

    private static long Hexadecimal(Group group) => Convert.ToInt64(group.Value, 16);

    [GeneratedRegex("^([0-9a-f]{16}) <(.*)>:$")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s+([0-9a-f]{16}):\s+(\S+)\s+(.*)$")]
    private static partial Regex Relocation();

    [GeneratedRegex(@"^\s*([0-9a-f]+):\s+(.*)$")]
    private static partial Regex Instruction();

    /// <summary>A target with its name, a distance from the next instruction, or a remark of either.</summary>
    [GeneratedRegex(@"0x([0-9a-f]+) <([^>]*)>|-?(?:0x[0-9a-f]+|\d+)\(%rip\).*$|\s*##.*$|\s*;.*$")]
    private static partial Regex Addresses();

    [GeneratedRegex("^(l|ltmp|GCC_except_table|L)")]
    private static partial Regex Private();

    [GeneratedRegex("(_pack_a|_[0-9a-f]{8})(?=@|$)")]
    private static partial Regex Suffix();

    /// <summary>Of an instruction, an address as it is shown above.</summary>
    [GeneratedRegex(@"\+-?\d+$")]
    private static partial Regex Target();

    /// <summary>addb has zeros for its first byte: the last one may begin in padding and end in the next function.</summary>
    [GeneratedRegex(@"^\d+ \s*(nop\w?|cs nop\w|int3|addb|udf\s+#0|<unknown>)")]
    private static partial Regex Padding();

    [GeneratedRegex("^Disassembly of section (.*):$")]
    private static partial Regex Section();

    [GeneratedRegex(@"(?m)^([0-9a-f]{16}) \((\S+)\).* (\S+)$")]
    private static partial Regex Symbol();

    [GeneratedRegex(@"(?m)^([0-9a-f]{16}) \(__TEXT,__eh_frame\)")]
    private static partial Regex TableStart();

    [GeneratedRegex(@"(?m)^([0-9a-f]{16}) ARM64_RELOC_UNSIGNED +(\S+)$(?<=\[__eh_frame\]:\n(?:.+\n)*.+)")]
    private static partial Regex FrameRelocation();

    [GeneratedRegex(@"(?m)^([0-9a-f]{8}) [0-9a-f]{8} [0-9a-f]{8} FDE cie=[0-9a-f]+ pc=([0-9a-f]+)\.\.\.([0-9a-f]+)(?:\n.+)*\n\n")]
    private static partial Regex Record();

    [GeneratedRegex("(?m)^  DW_CFA.*$")]
    private static partial Regex Rule();
}
