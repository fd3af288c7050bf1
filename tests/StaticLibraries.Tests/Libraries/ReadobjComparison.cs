using System.Globalization;
using System.Text.RegularExpressions;
using RuntimePacks.Tools;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Tests.Libraries;

/// <summary>Compares every section (name, size) and symbol (name, binding, type, visibility, section, value) with llvm-readobj.</summary>
public static partial class ReadobjComparison
{
    public static async Task<LlvmComparison.Result> Compare(string archive)
    {
        using var library = StaticLibrary.Open(archive);
        var theirs = await Read(archive);
        var differences = new List<string>();
        var (next, symbols) = (0, 0L);
        foreach (var member in library.Members.Where(member => member.Kind == StaticLibraries.Ar.ArMemberKind.Object))
        {
            using var opened = library.OpenObject(member);
            if (opened is OpaqueObject or StaticLibraries.Bitcode.BitcodeObject) continue;
            if (next >= theirs.Count)
            {
                differences.Add($"{archive}: llvm-readobj does not list {member.Name}");
                break;
            }

            var (path, theirSections, theirSymbols) = theirs[next++];
            if (path != $"{archive}({member.Name})") differences.Add($"{archive}: {member.Name}: llvm-readobj has {path} here");
            if (opened.Format == ObjectFormat.CoffImport) continue;
            var ourSections = opened.Sections().Select(section => $"{section.Size} {opened.TextOf(section)}").ToList();
            var sectionNames = opened.Sections().ToDictionary(section => section.Index, section => opened.TextOf(section));
            var ourSymbols = opened.Symbols().Select(symbol => Line(opened, symbol, sectionNames)).ToList();
            symbols += ourSymbols.Count;
            LlvmComparison.Differ(differences, $"{path}: sections", theirSections, ourSections);
            LlvmComparison.Differ(differences, $"{path}: symbols", theirSymbols, ourSymbols);
        }

        if (next < theirs.Count) differences.Add($"{archive}: llvm-readobj lists {theirs.Count - next} more members");
        return new LlvmComparison.Result(next, symbols, differences);
    }

    private static string Line(ObjectFile file, ObjectSymbol symbol, Dictionary<long, string> sections)
    {
        var name = file.TextOf(symbol);
        if (name.Length == 0 && symbol.Kind == SymbolKind.Section) name = sections[symbol.SectionIndex];
        var kind = file.Format == ObjectFormat.Elf ? $"{symbol.Kind}" : "-";
        var value = file.Format == ObjectFormat.Coff && symbol.Kind == SymbolKind.File ? 0 : symbol.Value;
        return $"{symbol.Binding} {kind} {(symbol.IsHidden ? "hidden" : "visible")} {symbol.SectionIndex} {value:x} {name}";
    }

    private static async Task<List<(string Path, List<string> Sections, List<string> Symbols)>> Read(string archive)
    {
        var result = new List<(string Path, List<string> Sections, List<string> Symbols)>();
        var format = "";
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (await new Command("llvm-readobj", "--sections", "--symbols", archive).OutputAsync()).Split('\n'))
        {
            if (line.StartsWith("File: ", StringComparison.Ordinal)) result.Add((line[6..], [], []));
            else if (line.StartsWith("Format: ", StringComparison.Ordinal)) format = line[8..];
            else if (line is "  Section {" or "  Symbol {") fields.Clear();
            else if (line == "  }" && fields.TryGetValue("RawDataSize", out var size))
            {
                result[^1].Sections.Add($"{size} {Plain(fields["Name"])}");
            }
            else if (line == "  }" && fields.TryGetValue("Segment", out var segment))
            {
                result[^1].Sections.Add($"{Number(fields["Size"])} {Plain(segment)},{Plain(fields["Name"])}");
            }
            else if (line == "  }" && fields.ContainsKey("Link")) result[^1].Sections.Add($"{fields["Size"]} {Plain(fields["Name"])}");
            else if (line == "  }") AddSymbol(result[^1].Symbols, format, fields);
            else if (line.StartsWith("    ", StringComparison.Ordinal)) AddField(fields, line);
        }

        return result;
    }

    /// <summary>Fields of the record itself: those of a record in it (auxiliary symbols) are further to the right.</summary>
    private static void AddField(Dictionary<string, string> fields, string line)
    {
        var text = line.Trim();
        if (
            text.StartsWith("STV_", StringComparison.Ordinal) || text.StartsWith("WeakDef", StringComparison.Ordinal)
                || text.StartsWith("WeakRef", StringComparison.Ordinal))
        {
            fields[text.Split(' ')[0]] = "";
        }

        if (line[4] == ' ') return;
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0) fields.TryAdd(text.TrimEnd(':'), "");
        else fields.TryAdd(text[..colon], text[(colon + 2)..]);
    }

    private static void AddSymbol(List<string> symbols, string format, Dictionary<string, string> fields)
    {
        var value = Number(fields["Value"]);
        if (format.StartsWith("elf", StringComparison.Ordinal))
        {
            var section = InParentheses(fields["Section"]);
            var binding = fields["Binding"].Split(' ')[0] is var word && word == "Unique" ? "Global" : word;
            var kind = section == 0xfff2 ? SymbolKind.Common : KindOf(fields["Type"].Split(' ')[0]);
            var isHidden = fields.ContainsKey("STV_HIDDEN") || fields.ContainsKey("STV_INTERNAL");
            if (symbols.Count > 0 || fields["Name"] != " (0)")
            {
                symbols.Add($"{binding} {kind} {(isHidden ? "hidden" : "visible")} {section} {value:x} {Plain(fields["Name"])}");
            }
        }
        else if (format.StartsWith("COFF", StringComparison.Ordinal))
        {
            var binding = fields["StorageClass"].Split(' ')[0] switch { "External" => "Global", "WeakExternal" => "Weak", _ => "Local" };
            if (fields["StorageClass"].StartsWith("File", StringComparison.Ordinal)) value = 0;
            symbols.Add($"{binding} - visible {InParentheses(fields["Section"])} {value:x} {fields["Name"]}");
        }
        else
        {
            var isWeak = fields.ContainsKey("WeakDef") || fields.ContainsKey("WeakRef");
            var binding = !fields.ContainsKey("Extern") ? "Local" : isWeak ? "Weak" : "Global";
            symbols.Add(
                $"{binding} - {(fields.ContainsKey("PrivateExtern") ? "hidden" : "visible")} {InParentheses(fields["Section"])} {value:x} "
                + Plain(fields["Name"]));
        }
    }

    private static SymbolKind KindOf(string type) => type switch
    {
        "Object" => SymbolKind.Data,
        "Function" or "GNU_IFunc" => SymbolKind.Func,
        "Section" => SymbolKind.Section,
        "File" => SymbolKind.File,
        "Common" => SymbolKind.Common,
        "TLS" => SymbolKind.Tls,
        _ => SymbolKind.Other,
    };

    private static string Plain(string name) => NumberInParentheses().Replace(name, "");

    private static long InParentheses(string text) => (long)Number(NumberInParentheses().Match(text).Groups[1].Value);

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text[2..], NumberStyles.HexNumber)
        : (ulong)long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@" \(([^()]*)\)$")]
    private static partial Regex NumberInParentheses();
}
