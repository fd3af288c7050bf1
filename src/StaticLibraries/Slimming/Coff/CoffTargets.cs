using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>What a symbol of a member stands for in the merged object.</summary>
/// <param name="Definition">What is defined in the object; none for what an import or the program defines.</param>
/// <param name="Name">The number of the name of what is not, or of a pointer.</param>
/// <param name="IsPointer">Whether it is a pointer to the definition: <c>__imp_X</c> where X is the library's own.</param>
internal readonly record struct CoffTarget(Definition Definition, int Name, bool IsPointer);

/// <summary>What the symbols of members stand for in the merged object.</summary>
internal sealed class CoffTargets(SlimmedUnits library)
{
    /// <exception cref="InputException">A local symbol is nowhere.</exception>
    public CoffTarget Of(CoffUnit unit, int symbol)
    {
        var one = unit.Symbols[symbol];
        if (!one.IsGlobal && one.Place == SymbolPlace.Undefined)
        {
            throw unit.Refusal($"its symbol {unit.NameOf(symbol)} is local and in no section");
        }

        var definition = library.Resolution.Of(unit, symbol);
        if (!definition.Exists) return new CoffTarget(Definition.None, one.Name, false);
        if (library.Units[definition.Unit] is not CoffUnit)
        {
            return new CoffTarget(Definition.None, library.Units.Symbol(definition).Name, false);
        }

        return new CoffTarget(definition, one.Name, one.IsGlobal && IsPointer(one.Name));
    }

    /// <summary>Whether a definition comes into the merged object.</summary>
    public bool IsLive(Definition definition)
    {
        ref var symbol = ref library.Units.Symbol(definition);
        return library.Reach.IsLive(definition)
            && !(symbol.Place == SymbolPlace.InPiece && library.Resolution.IsLost(definition.Unit, symbol.Piece));
    }

    /// <summary>Whether a symbol is what its name stands for, in a member of this format, and comes into the merged object.</summary>
    public bool IsChosen(CoffUnit unit, int symbol)
    {
        var one = unit.Symbols[symbol];
        var definition = new Definition(unit.Number, symbol);
        return one.IsGlobal && one.IsDefined && library.Resolution.Of(one.Name) == definition && IsLive(definition);
    }

    /// <summary>Goes from name to name as <see cref="Units.Stands"/> does.</summary>
    private bool IsPointer(int name)
    {
        for (var steps = 0; steps <= library.Units.Aliases.Count && !library.Units.IsDefined(name)
            && library.Units.Aliases.TryGetValue(name, out var other); steps++, name = other)
        {
            var text = library.Units.Names[name];
            if (CoffSymbolReader.StartsAsPointer(text) && text["__imp_".Length..].SequenceEqual(library.Units.Names[other])) return true;
        }

        return false;
    }
}
