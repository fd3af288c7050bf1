using System.Text;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>Which definitions are visible outside of the merged object, and by which names.</summary>
internal sealed class CoffVisible
{
    private readonly SlimmedUnits _library;
    private readonly CoffNeeds _needs;
    private readonly Dictionary<Definition, byte[]> _names = [];
    private readonly HashSet<Definition> _renamed = [];
    private readonly HashSet<Definition> _importReferences = [];

    /// <exception cref="InputException">An import refers to what is not visible.</exception>
    public CoffVisible(SlimmedUnits library, CoffPlaces places, CoffNeeds needs, string suffix, List<string> findings)
    {
        (_library, _needs) = (library, needs);
        foreach (var export in library.Exports) Show(library.Resolution.Of(export), library.Units.Names[export]);
        foreach (var unit in places.Units) ShowLookedUp(unit, places.Targets, findings);
        foreach (var directive in library.Search.Taken.OfType<CoffUnit>().SelectMany(unit => unit.Directives))
        {
            if (directive.Option is not ("include" or "export")) continue;
            var symbol = CoffDirectives.SymbolOf(directive);
            var definition = Of(symbol);
            if (!definition.Exists || !Show(definition, [.. symbol, (byte)'_', .. Encoding.UTF8.GetBytes(suffix)])) continue;
            _renamed.Add(definition);
        }

        Suffix = "_" + suffix;
        foreach (var import in library.Reach.LiveUnits.OfType<CoffImportUnit>()) Require(import);
    }

    /// <summary>What is put behind names that have to be the pack's own.</summary>
    public string Suffix { get; }

    /// <summary>The name by which a definition is visible; null for one that is not.</summary>
    public byte[]? NameOf(Definition definition) => _names.GetValueOrDefault(definition);

    /// <summary>Whether a definition is visible by its own name.</summary>
    public bool KeepsName(Definition definition) => _names.ContainsKey(definition) && !_renamed.Contains(definition);

    /// <summary>Whether a definition is a pointer to data that the library does not have (<c>.refptr.X</c>).</summary>
    public bool IsImportReference(Definition definition) => _importReferences.Contains(definition);

    /// <summary>What a name in a directive stands for in the merged object; none where it is not in it.</summary>
    public Definition Of(ReadOnlySpan<byte> name)
    {
        if (_library.Units.Names.IndexOf(name) is not (>= 0 and var number)) return Definition.None;
        var definition = _library.Resolution.Of(number);
        var isHere = definition.Exists && _library.Units[definition.Unit] is CoffUnit && _library.Reach.IsLive(definition);
        return isHere ? definition : Definition.None;
    }

    private bool Show(Definition definition, ReadOnlySpan<byte> name) =>
        _library.Units[definition.Unit] is CoffUnit && _names.TryAdd(definition, name.ToArray());

    private void ShowLookedUp(CoffUnit unit, CoffTargets targets, List<string> findings)
    {
        for (var symbol = 0; symbol < unit.Symbols.Length; symbol++)
        {
            if (!unit.Symbols[symbol].IsGlobal || !targets.IsChosen(unit, symbol)) continue;
            var bytes = _library.Units.Names[unit.Symbols[symbol].Name];
            var name = Encoding.UTF8.GetString(bytes);
            var definition = new Definition(unit.Number, symbol);
            if (CoffVisibleNames.IsLookedUp(name) && Show(definition, bytes))
            {
                const string so = "it stays visible, and no other library in a program may define it";
                findings.Add($"{unit.Name} defines {name}, which linkers and the C runtime look for: {so}");
            }

            if (name.StartsWith(CoffVisibleNames.ImportReference, StringComparison.Ordinal)
                && IsImported(bytes[CoffVisibleNames.ImportReference.Length..]) && Show(definition, bytes))
            {
                _importReferences.Add(definition);
            }
        }
    }

    /// <summary>Whether a linker may have to import a name by itself: one that is not there, and has to be.</summary>
    private bool IsImported(ReadOnlySpan<byte> name) => !Of(name).Exists && !_needs.IsWeak(_library.Units.Names.IndexOf(name));

    /// <summary>An import stays as it is, so what it refers to has to be there by its name.</summary>
    private void Require(CoffImportUnit import)
    {
        for (var symbol = 0; symbol < import.Symbols.Length; symbol++)
        {
            if (import.Symbols[symbol].Place != SymbolPlace.Undefined) continue;
            var definition = _library.Resolution.Of(import, symbol);
            if (!definition.Exists || _library.Units[definition.Unit] is not CoffUnit unit || KeepsName(definition)) continue;
            throw import.Refusal($"it imports from a DLL and refers to {unit.NameOf(definition.Symbol)}, which is no export");
        }
    }
}
