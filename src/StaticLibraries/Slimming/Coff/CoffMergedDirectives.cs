using System.Text;
using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>
/// What the merged object says to the linker: what the members that were taken say, each once, with the names that symbols have now.
/// </summary>
internal static class CoffMergedDirectives
{
    public const uint Flags = CoffSectionHeader.Info | CoffSectionHeader.Remove | 0x10_0000;

    public static byte[] Of(SlimmedUnits library, CoffVisible visible)
    {
        var text = new List<byte>();
        var said = new HashSet<string>(StringComparer.Ordinal);
        var isUtf8 = false;
        foreach (var unit in library.Search.Taken.OfType<CoffUnit>())
        {
            foreach (var directive in unit.Directives)
            {
                if (Of(directive, library, visible, unit) is not { } bytes || !said.Add(Convert.ToHexString(bytes))) continue;
                // Only what has other letters is read in another way.
                isUtf8 |= unit.IsUtf8 && bytes.Any(letter => letter >= 0x80);
                text.AddRange([.. bytes, (byte)' ']);
            }
        }

        return text.Count == 0 ? [] : isUtf8 ? [0xef, 0xbb, 0xbf, .. text] : [.. text];
    }

    /// <summary>A directive as it is now; null for one that says nothing more.</summary>
    private static byte[]? Of(CoffDirective directive, SlimmedUnits library, CoffVisible visible, CoffUnit unit)
    {
        switch (directive.Option)
        {
            case "include" or "export":
                var definition = visible.Of(CoffDirectives.SymbolOf(directive));
                return definition.Exists && !visible.KeepsName(definition)
                    ? CoffDirectives.WithSymbol(directive, visible.NameOf(definition)!)
                    : directive.Text;
            case "guardsym" or "entry":
                var named = visible.Of(CoffDirectives.SymbolOf(directive));
                if (!named.Exists || visible.KeepsName(named)) return directive.Text;
                throw unit.Refusal($"its directive {Encoding.UTF8.GetString(directive.Text)} is for a symbol that is no export");
            case "alternatename":
                return IsResolved(directive, library) ? null : directive.Text;
            case "aligncomm":
                // Common symbols have their room now.
                return null;
            case "exclude-symbols":
                var exports = CoffDirectives.Excluded(directive).Where(name => IsExport(name, library)).ToList();
                return exports.Count > 0 ? Encoding.UTF8.GetBytes($"-exclude-symbols:{string.Join(',', exports)}") : null;
            default:
                return directive.Text;
        }
    }

    private static bool IsResolved(CoffDirective directive, SlimmedUnits library)
    {
        var equals = directive.Value.AsSpan().IndexOf((byte)'=');
        if (equals <= 0) return false;
        var name = library.Units.Names.IndexOf(directive.Value.AsSpan(0, equals));
        return library.Resolution.Of(name).Exists;
    }

    private static bool IsExport(string name, SlimmedUnits library) =>
        library.Exports.Contains(library.Units.Names.IndexOf(Encoding.UTF8.GetBytes(name)));
}
