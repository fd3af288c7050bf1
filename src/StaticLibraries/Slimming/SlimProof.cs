using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming;

/// <summary>
/// What is held against a library that was written, by reading it as any other: its index and headers are whole; the exports
/// are defined, and in full mode alone visible; it refers to nothing that the original did not refer to; every relocation is in a
/// piece and of a symbol that are there; and of what is left nothing is dead.
/// </summary>
internal sealed class SlimProof
{
    private readonly SlimOptions _options;
    private readonly SlimInput _before;
    private readonly SlimInput _after;

    private SlimProof(SlimInput before, SlimInput after, SlimOptions options) => (_before, _after, _options) = (before, after, options);

    /// <summary>The names that it refers to and does not define, in the order of their bytes.</summary>
    public required IReadOnlyList<string> Undefined { get; init; }

    /// <param name="path">What was written.</param>
    /// <param name="before">What it was made of.</param>
    /// <param name="slimmed">What was found alive of it; null in strip mode.</param>
    /// <param name="options">What was asked for.</param>
    /// <exception cref="InputException">Something in it lives by a tie that is not known here.</exception>
    /// <exception cref="InvalidOperationException">Something does not hold: a defect of slimming.</exception>
    public static SlimProof Of(string path, SlimInput before, SlimmedUnits? slimmed, SlimOptions options)
    {
        using var file = FileBytes.Open(path);
        using var library = StaticLibrary.Open(path);
        if (library.Summarize().Findings is { Count: > 0 } findings) throw Broken(findings[0]);
        var after = SlimInput.Read(new ByteRange(file), options with { System = null });
        var undefined = Names(
            after.Units, (unit, symbol) => !unit.Symbols[symbol].IsDefined && !after.Units.IsDefined(unit.Symbols[symbol].Name));
        var proof = new SlimProof(before, after, options) { Undefined = undefined };
        proof.RequireNoNewNames();
        if (slimmed is null) proof.RequireSameDefinitions();
        else proof.RequireExportsAlone();
        return proof;
    }

    private void RequireNoNewNames()
    {
        var known = Names(_before.Units, (_, _) => true).ToHashSet();
        if (Undefined.FirstOrDefault(name => !known.Contains(name) && !IsOwn(name)) is { } name)
        {
            throw Broken($"it refers to {name}, and the original does not");
        }
    }

    private void RequireSameDefinitions()
    {
        var after = Names(_after.Units, IsDefined).ToHashSet();
        if (Names(_before.Units, IsDefined).FirstOrDefault(name => !after.Contains(name)) is { } name)
        {
            throw Broken($"it does not define {name} any more");
        }
    }

    private void RequireExportsAlone()
    {
        var exports = _options.Exports.Select(name => Encoding.UTF8.GetString(_after.Format.NameOf(name))).ToHashSet();
        var stray = Names(_after.Units, IsDefined).FirstOrDefault(
            name => !exports.Contains(name) && !IsOwn(name) && !_after.Format.StaysVisible(name));
        if (stray is not null) throw Broken($"{stray} is visible and is no export");
        var reached = _after.Reach(_options.Exports);
        var (all, live) = (_after.Units.Pieces((_, _) => true), _after.Units.Pieces(reached.Reach.IsLive));
        if (all == live) return;
        var dead = _after.Units.All.SelectMany(unit => Enumerable.Range(0, unit.Pieces.Length), (unit, piece) => (Unit: unit, Piece: piece))
            .First(one => one.Unit.Pieces[one.Piece].IsContent && !reached.Reach.IsLive(one.Unit, one.Piece));
        throw new InputException(
            $"{_before.LibraryPath}: merging would leave {all.Count - live.Count} of {all.Count} pieces of it without a tie to any "
            + $"export, the {dead.Unit.Describe(dead.Piece)} for one, and what ties them in the members is not known here; "
            + "--slim strip takes debugging data away and leaves the rest as it is");
    }

    /// <summary>Whether a name is one that slimming made.</summary>
    private bool IsOwn(string name) => _before.Format.IsOwn(name);

    /// <summary>The names of global symbols that a condition holds for, in the order of their bytes.</summary>
    private static List<string> Names(Units units, Func<Unit, int, bool> belongs)
    {
        var numbers = new HashSet<int>();
        foreach (var unit in units.All)
        {
            for (var symbol = 0; symbol < unit.Symbols.Length; symbol++)
            {
                if (unit.Symbols[symbol].IsGlobal && belongs(unit, symbol)) numbers.Add(unit.Symbols[symbol].Name);
            }
        }

        return [.. numbers.Select(number => Encoding.UTF8.GetString(units.Names[number])).Order(StringComparer.Ordinal)];
    }

    private static bool IsDefined(Unit unit, int symbol) => unit.Symbols[symbol].IsDefined && !unit.IsStripped(symbol);

    private static InvalidOperationException Broken(string what) => new($"the slimmed library is not as it must be: {what}");
}
