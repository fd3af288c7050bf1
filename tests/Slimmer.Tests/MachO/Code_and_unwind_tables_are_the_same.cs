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
        foreach (var (name, code) in after) Assert.Contains(before, function => function.Name == name && function.Code == code);
    }

    /// <summary>
    /// Of the tables in objects for x86_64 nothing but the contents tells where functions are; for arm64 a linker has to put it in.
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
        var (before, after) = (await FramesAsync(workshop, machine, library), await FramesAsync(workshop, machine, slimmed));
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
        var (name, start, code) = ((string?)null, 0L, "");
        foreach (var line in (await workshop.RunAsync("llvm-objdump", "-dr", "--no-show-raw-insn", library)).Split('\n')
            .Append("0000000000000000 <>:"))
        {
            if (Label().Match(line) is { Success: true } label)
            {
                // Nothing is behind the last instruction but what aligns the next function.
                if (name is not null && !Private().IsMatch(name)) functions.Add((name, Padding().Replace(code, "")));
                (name, start, code) = (label.Groups[2].Value, Convert.ToInt64(label.Groups[1].Value, 16), "");
            }
            else if (Relocation().Match(line) is { Success: true } relocation)
            {
                code += $"  {Convert.ToInt64(relocation.Groups[1].Value, 16) - start} {relocation.Groups[2].Value} "
                    + $"{Name(relocation.Groups[3].Value)}\n";
            }
            else if (Instruction().Match(line) is { Success: true } instruction)
            {
                code += $"{Convert.ToInt64(instruction.Groups[1].Value, 16) - start} "
                    + $"{Addresses().Replace(instruction.Groups[2].Value, match => Text(match, start))}\n";
            }
        }

        return functions;
    }

    private static string Name(string symbol) => Private().IsMatch(symbol) || symbol.StartsWith("__", StringComparison.Ordinal)
        && symbol.Contains("cstring", StringComparison.Ordinal) ? "private" : Suffix().Replace(symbol, "");

    /// <summary>
    /// An address in an instruction: relative to the function where it is in it; else what is patched when it is linked.
    /// </summary>
    private static string Text(Match match, long start) => match.Groups[1].Success
        && Convert.ToInt64(match.Groups[1].Value, 16) is var address && match.Groups[2].Value.Contains('+') ? $"+{address - start}" : "?";

    /// <summary>Each record as the function, its length and the rest of it.</summary>
    private static async Task<List<string>> FramesAsync(Workshop workshop, string machine, string library)
    {
        var (tables, names) = machine == "x86_64" ? (library, library) : ("image", "image");
        if (machine != "x86_64") await Apple.LinkAsync(workshop, machine, Apple.Linkers[0], [library],
            ["uniffi_slim_m", "uniffi_slim_framed"], "-all_load");
        var functions = new List<Dictionary<long, string>>();
        foreach (var line in (await workshop.RunAsync("llvm-nm", "-m", names)).Split('\n'))
        {
            if (functions.Count == 0 || line.EndsWith(':')) functions.Add([]);
            if (TextSymbol().Match(line) is { Success: true } symbol)
                functions[^1].TryAdd(Convert.ToInt64(symbol.Groups[1].Value, 16), symbol.Groups[2].Value);
        }

        var (frames, file) = (new List<string>(), -1);
        foreach (var record in RecordStart().Split(await workshop.RunAsync("llvm-dwarfdump", "--eh-frame", tables)).Where(record =>
            record.Length > 0))
        {
            if (Record().Match(record) is { Success: true } match)
            {
                var (from, to) = (Convert.ToInt64(match.Groups[1].Value, 16), Convert.ToInt64(match.Groups[2].Value, 16));
                var file1 = Math.Max(0, file);
                frames.Add($"{functions[file1].GetValueOrDefault(from, "?")} {to - from} "
                    + $"{string.Join(' ', Rule().Matches(record).Select(rule => rule.Value.Trim()))}");
            }

            file += record.Split("file format").Length - 1;
        }

        return frames;
    }

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

    [GeneratedRegex("_pack_a$|_[0-9a-f]{8}$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"(?:\d+ \s*(?:nop\w?|cs nop\w|int3|addb\s+%al, \(%rax\)|udf\s+#0|<unknown>)[^\n]*\n)+$")]
    private static partial Regex Padding();

    [GeneratedRegex(@"^([0-9a-f]{16}) \(__TEXT,__text\).* (\S+)$")]
    private static partial Regex TextSymbol();

    [GeneratedRegex(@"(?m)^(?=[0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} (?:CIE|FDE))")]
    private static partial Regex RecordStart();

    [GeneratedRegex(@"FDE cie=[0-9a-f]+ pc=([0-9a-f]+)\.\.\.([0-9a-f]+)")]
    private static partial Regex Record();

    [GeneratedRegex("(?m)^  DW_CFA.*$")]
    private static partial Regex Rule();
}
