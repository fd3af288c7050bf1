using System.Globalization;
using System.Text;
using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>What directives say of symbols.</summary>
internal static class CoffDirectives
{
    private const int LargestAlignmentPower = 13;

    /// <summary>Those that say nothing of symbols.</summary>
    private static readonly HashSet<string> s_other = new(StringComparer.Ordinal)
    {
        "defaultlib", "nodefaultlib", "disallowlib", "failifmismatch", "merge", "section", "stack", "heap", "subsystem",
        "manifestdependency", "editandcontinue", "throwingnew", "release", "inferasanlibs", "functionpadmin", "fastfail",
        "arm64xsameaddress", "debugtype", "opt", "guard", "cetcompat", "safeseh", "dynamicbase", "nxcompat", "lib", "attr",
    };

    /// <summary>Takes note of what a directive says.</summary>
    public static void Take(CoffDirective directive, CoffUnitParts parts, NameTable names)
    {
        switch (directive.Option)
        {
            case "include" or "export":
                parts.Needs.Add(names.Intern(SymbolOf(directive)));
                break;
            case "alternatename" when directive.Value.AsSpan().IndexOf((byte)'=') is > 0 and var equals:
                var (name, other) = (names.Intern(directive.Value.AsSpan(0, equals)), names.Intern(directive.Value.AsSpan(equals + 1)));
                parts.Alternates.Add(new Link(name, other));
                break;
            case "aligncomm":
                TakeAlignment(directive, parts, names);
                break;
            case "exclude-symbols" or "guardsym" or "entry":
                break;
            default:
                if (!s_other.Contains(directive.Option))
                {
                    parts.Unknown ??= $"its directive {Encoding.UTF8.GetString(directive.Text)} is not known here";
                }

                break;
        }
    }

    /// <summary>The symbol that a directive is for: of <c>/EXPORT:NAME=SYMBOL,DATA</c> the second.</summary>
    public static byte[] SymbolOf(CoffDirective directive)
    {
        var first = First(directive.Value);
        var equals = directive.Option == "export" ? first.IndexOf((byte)'=') : -1;
        return first[(equals + 1)..].ToArray();
    }

    /// <summary>The names of <c>-exclude-symbols:A,B</c>.</summary>
    public static IEnumerable<string> Excluded(CoffDirective directive) => Encoding.UTF8.GetString(directive.Value).Split(',');

    /// <summary>A directive with another symbol. What is exported keeps its name.</summary>
    public static byte[] WithSymbol(CoffDirective directive, byte[] symbol)
    {
        var colon = directive.Text.AsSpan().IndexOf((byte)':') + 1;
        var first = First(directive.Value);
        var rest = directive.Value.AsSpan(first.Length);
        var name = first.IndexOf((byte)'=') is >= 0 and var equals ? first[..equals] : first;
        byte[] value = directive.Option == "export" ? [.. name, (byte)'=', .. symbol, .. rest] : [.. symbol, .. rest];
        if (value.AsSpan().Contains((byte)' ')) value = [(byte)'"', .. value, (byte)'"'];
        return [.. directive.Text.AsSpan(0, colon), .. value];
    }

    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> value) =>
        value.IndexOf((byte)',') is >= 0 and var comma ? value[..comma] : value;

    /// <summary><c>-aligncomm:NAME,POWER</c></summary>
    private static void TakeAlignment(CoffDirective directive, CoffUnitParts parts, NameTable names)
    {
        var name = First(directive.Value);
        var rest = name.Length < directive.Value.Length ? directive.Value.AsSpan(name.Length + 1) : [];
        if (int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var power) && power <= LargestAlignmentPower)
        {
            parts.CommonAlignments[names.Intern(name)] = 1 << power;
        }
        else
        {
            parts.Unknown ??= $"its directive {Encoding.UTF8.GetString(directive.Text)} is not known here";
        }
    }
}
