using System.Globalization;
using RuntimePacks.Tools;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Tests.Libraries;

/// <summary>Compares what our reader says of an archive with what LLVM's tools say, member by member and symbol by symbol.</summary>
public static class LlvmComparison
{
    private const int MostDifferences = 20;

    /// <summary>How much was compared.</summary>
    public sealed record Result(int Members, long Symbols, IReadOnlyList<string> Differences)
    {
        public void AssertNoDifferences()
        {
            if (Differences.Count > 0)
            {
                Assert.Fail($"{Differences.Count} differences:\n{string.Join('\n', Differences.Take(MostDifferences))}");
            }
        }
    }

    /// <summary>Compares the member names with llvm-ar, and every symbol (name, place, binding, value) with llvm-nm.</summary>
    public static async Task<Result> Compare(string archive)
    {
        var differences = new List<string>();
        using var library = StaticLibrary.Open(archive);
        var members = library.Members.Where(member => member.Kind == StaticLibraries.Ar.ArMemberKind.Object).ToList();
        var names = (await new Command("llvm-ar", "t", archive).OutputAsync()).Split('\n')[..^1];
        Differ(differences, $"{archive}: members", names, [.. members.Select(member => member.Name)]);

        var theirs = await ReadNm(archive);
        long symbols = 0;
        var next = 0;
        foreach (var member in members)
        {
            using var opened = OpenIfObject(library, member);
            if (opened is null) continue;
            // LLVM 14 does not know what an ARM64EC import stands for.
            var hasBitcode = opened is OpaqueObject or StaticLibraries.Bitcode.BitcodeObject || opened.Machine == Machine.Arm64EC
                || opened.Sections().Any(section => section.Kind == SectionKind.Bitcode);
            var isNext = next < theirs.Count && (theirs[next].Member == member.Name || theirs[next].Member == $"{archive}({member.Name})");
            if (hasBitcode)
            {
                // llvm-nm lists the bitcode's symbols, where its version reads them: ReadobjComparison is for these.
                if (isNext) next++;
                continue;
            }

            if (next >= theirs.Count)
            {
                differences.Add($"{archive}: llvm-nm does not list {member.Name}");
                break;
            }

            if (!isNext) differences.Add($"{archive}: {member.Name}: llvm-nm has {theirs[next].Member} here");
            var sections = opened.Sections().ToDictionary(section => section.Index, section => opened.TextOf(section));
            var ours = opened.Symbols()
                .Where(symbol => opened.Format != ObjectFormat.MachO || symbol.Kind != SymbolKind.Debug)
                .Select(symbol => Line(opened, symbol, sections)).ToList();
            symbols += ours.Count;
            Differ(differences, $"{archive}({member.Name})", theirs[next++].Symbols, ours);
        }

        if (next < theirs.Count) differences.Add($"{archive}: llvm-nm lists {theirs.Count - next} more members");
        return new Result(members.Count, symbols, differences);
    }

    internal static void Differ(List<string> differences, string where, IReadOnlyList<string> theirs, IReadOnlyList<string> ours)
    {
        if (theirs.Count != ours.Count) differences.Add($"{where}: {theirs.Count} of theirs, {ours.Count} of ours");
        foreach (var (their, our) in theirs.Zip(ours).Where(pair => !Equal(pair.First, pair.Second)).Take(MostDifferences))
        {
            differences.Add($"{where}: theirs {their}, ours {our}");
        }
    }

    private static ObjectFile? OpenIfObject(StaticLibrary library, StaticLibraries.Ar.ArMember member)
    {
        try
        {
            return library.OpenObject(member);
        }
        catch (ArchiveFormatException e) when (e.Message.Contains("expected an object file", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>llvm-nm does not tell the binding of some letters, nor the value of a common symbol: those are a star.</summary>
    private static bool Equal(string theirs, string ours) => theirs == ours
        || (theirs.StartsWith("* ", StringComparison.Ordinal) && theirs[1..] == ours[1..])
        || (theirs.StartsWith("C ", StringComparison.Ordinal) && ours.StartsWith("C ", StringComparison.Ordinal)
            && theirs.Split(' ', 3)[2] == ours.Split(' ', 3)[2]);

    private static string Line(ObjectFile file, ObjectSymbol symbol, Dictionary<long, string> sections)
    {
        // An ELF section's symbol has no name of its own; llvm-nm shows the section's.
        var name = file.TextOf(symbol);
        if (name.Length == 0 && symbol.Kind == SymbolKind.Section) name = sections[symbol.SectionIndex];
        var letter = (symbol.Kind, symbol.Binding, symbol.IsDefined) switch
        {
            (_, SymbolBinding.Weak, true) => 'W',
            (_, SymbolBinding.Weak, false) => 'w',
            (SymbolKind.Common, _, _) => 'C',
            (_, _, false) => 'U',
            (_, SymbolBinding.Global, _) => 'G',
            _ => 'L',
        };
        // llvm-nm does not say of a Mach-O symbol that it is weak.
        if (file.Format == ObjectFormat.MachO && symbol.Binding == SymbolBinding.Weak) letter = symbol.IsDefined ? 'G' : 'U';
        var value = (symbol.IsDefined || symbol.Kind == SymbolKind.Section) && file.Format != ObjectFormat.CoffImport ? symbol.Value : 0;
        if (file.Machine == Machine.Arm && symbol.Kind == SymbolKind.Func) value &= ~1UL;
        return $"{letter} {value:x} {name}";
    }

    private static async Task<List<(string Member, List<string> Symbols)>> ReadNm(string archive)
    {
        var result = new List<(string Member, List<string> Symbols)>();
        var isHeader = false;
        var run = await new Command("llvm-nm", "-a", "-P", "--no-sort", archive).RunAsync();
        if (run.ExitCode != 0 && !run.Error.Contains("Producer: ", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(run.Error);
        }

        foreach (var line in run.Output.Split('\n')[..^1])
        {
            if (isHeader) result.Add((line[..^1], []));
            else if (line.Length > 0 && Parse(line) is { } symbol) result[^1].Symbols.Add(symbol);
            isHeader = line.Length == 0;
        }

        return result;
    }

    /// <summary><c>name letter value size</c>, where the name may have spaces; Mach-O debugging symbols (a dash) are left out.</summary>
    private static string? Parse(string line)
    {
        var fields = line.Split(' ');
        if (fields.Length < 4) return $"? {line}";
        var name = string.Join(' ', fields[..^3]);
        var letter = fields[^3][0];
        var value = ulong.TryParse(fields[^2], NumberStyles.HexNumber, null, out var number) ? number : 0;
        var mapped = letter switch
        {
            '-' => (char?)null,
            'U' => 'U',
            'w' or 'v' => 'w',
            'W' or 'V' => 'W',
            'C' => 'C',
            'i' or 'N' or 'n' or '?' => '*',
            'u' => 'G',
            >= 'A' and <= 'Z' => 'G',
            _ => 'L',
        };
        return mapped is null ? null : $"{mapped} {value:x} {name}";
    }
}
