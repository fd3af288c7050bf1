using RuntimePacks.Verification;
using StaticLibraries.Libraries;

namespace RuntimePacks.Slimming;

/// <summary>That nothing was lost, by the symbol tables, after each step: a failure names the step and the symbols.</summary>
/// <param name="source">The library as it was built.</param>
internal sealed class SlimProof(VerifiedLibrary source)
{
    private const int NamedSymbols = 10;

    private readonly HashSet<string> _undefined = source.Undefined.ToHashSet(StringComparer.Ordinal);

    /// <summary>What the library as it was built refers to and does not define.</summary>
    public IEnumerable<string> Undefined => source.Undefined;

    /// <summary>The library that a step wrote defines every export, and refers to nothing that the original did not refer to.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="library">The path of what it wrote.</param>
    /// <param name="system">What the system's C library defines, where the original had it inside.</param>
    /// <param name="alone">Whether the exports must be all that is global.</param>
    /// <exception cref="RuntimePacksException">A symbol was lost, or one too many is global.</exception>
    public LibrarySummary Require(string step, string library, IReadOnlySet<string> system, bool alone)
    {
        using var opened = StaticLibrary.Open(library);
        var summary = opened.Summarize();
        Refuse("lost its exports", source.Exports.Where(symbol => !summary.Exports.Contains(symbol)));
        Refuse(
            "refers to what the original defined itself",
            summary.Undefined.Where(symbol => !_undefined.Contains(symbol) && !system.Contains(symbol)));
        if (alone) Refuse("still shows other libraries", summary.Exports.Except(source.Exports, StringComparer.Ordinal));
        return summary;

        void Refuse(string what, IEnumerable<string> symbols)
        {
            var list = symbols.ToList();
            if (list.Count == 0) return;
            throw new RuntimePacksException(
                $"{source.Asset.Name}: after the step {step}, {source.FileName} {what} {Listed.Some(list, NamedSymbols)}; --slim {(step == StripStep.Name ? "none packs" : "strip or --slim none pack")} it all the same");
        }
    }
}
