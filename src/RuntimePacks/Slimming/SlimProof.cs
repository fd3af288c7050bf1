using RuntimePacks.Archives;
using RuntimePacks.Verification;

namespace RuntimePacks.Slimming;

/// <summary>That nothing was lost, by the symbol tables: each failure names the symbols.</summary>
internal static class SlimProof
{
    private const int NamedSymbols = 10;

    /// <summary>The slimmed library defines every export, and refers to nothing that the original did not refer to.</summary>
    /// <param name="library">The path of the slimmed library.</param>
    /// <param name="system">What the system's C library defines, where the original had it inside.</param>
    /// <param name="alone">Whether the exports must be all that is global.</param>
    /// <exception cref="RuntimePacksException">A symbol was lost, or one too many is global.</exception>
    public static LibrarySummary Require(VerifiedLibrary source, string library, IReadOnlySet<string> system, bool alone)
    {
        using var before = StaticLibrary.Open(source.Path);
        using var after = StaticLibrary.Open(library);
        var (original, slimmed) = (before.Summarize(), after.Summarize());

        Refuse("lost its exports", source.Exports.Where(symbol => !slimmed.Exports.Contains(symbol)));
        Refuse("refers to what the original defined itself", slimmed.Undefined.Where(symbol => !original.Undefined.Contains(symbol) && !system.Contains(symbol)));
        if (alone) Refuse("still shows other libraries", slimmed.Exports.Except(source.Exports, StringComparer.Ordinal));
        return slimmed;

        void Refuse(string what, IEnumerable<string> symbols)
        {
            var list = symbols.Take(NamedSymbols + 1).ToList();
            if (list.Count == 0) return;
            throw new RuntimePacksException(
                $"{source.Asset.Name}: the slimmed {source.FileName} {what} {string.Join(", ", list.Take(NamedSymbols))}{(list.Count > NamedSymbols ? " and more" : "")}; --slim strip or --slim none pack it all the same");
        }
    }
}
