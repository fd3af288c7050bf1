using System.Text;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// Which definitions are visible outside of the object that they are in, and by which names: the exports by theirs; those that one object
/// of the pack has and another needs by a name of the pack's own; no others.
/// </summary>
internal sealed class MachOIsolation
{
    /// <summary>What linkers and the system look for.</summary>
    private static readonly HashSet<string> Fixed =
        ["_main", "start", "___dso_handle", "__mh_execute_header", "__mh_dylib_header", "dyld_stub_binder"];

    private readonly SlimmedUnits _library;
    private readonly byte[] _suffix;
    private readonly HashSet<int> _shared = [];

    /// <param name="library">The library.</param>
    /// <param name="units">Those of which something lives.</param>
    /// <param name="suffix">For names of the pack's own.</param>
    /// <param name="findings">Takes what cannot be the pack's own.</param>
    public MachOIsolation(SlimmedUnits library, IEnumerable<MachOUnit> units, string suffix, List<string> findings)
    {
        (_library, _suffix) = (library, Encoding.UTF8.GetBytes("_" + suffix));
        foreach (var unit in units)
        {
            Find(unit, findings);
            if (!unit.Object.HasSubsections) FindShared(unit);
        }
    }

    public static bool IsFixed(string name) => Fixed.Contains(name);

    /// <summary>The name by which a definition is visible outside of its object; null for none.</summary>
    public byte[]? NameOf(Definition definition)
    {
        ref var symbol = ref _library.Units.Symbol(definition);
        if (!symbol.IsGlobal || _library.Resolution.Of(symbol.Name) != definition) return null;
        var name = _library.Units.Names[symbol.Name];
        if (IsExport(definition) || IsFixed(Encoding.UTF8.GetString(name))) return name.ToArray();
        var isAlone = !((MachOUnit)_library.Units[definition.Unit]).Object.HasSubsections;
        return isAlone || _shared.Contains(symbol.Name) ? [.. name, .. _suffix] : null;
    }

    public bool IsExport(Definition definition)
    {
        ref var symbol = ref _library.Units.Symbol(definition);
        return symbol.IsGlobal && _library.Exports.Contains(symbol.Name) && _library.Resolution.Of(symbol.Name) == definition;
    }

    private void FindShared(MachOUnit unit)
    {
        for (var index = 0; index < unit.Symbols.Length; index++)
        {
            ref var symbol = ref unit.Symbols[index];
            if (symbol.IsGlobal && _library.Resolution.Of(symbol.Name) is { Exists: true } target && target.Unit != unit.Number)
                _shared.Add(symbol.Name);
        }
    }

    private void Find(MachOUnit unit, List<string> findings)
    {
        for (var index = 0; index < unit.Symbols.Length; index++)
        {
            ref var symbol = ref unit.Symbols[index];
            var definition = new Definition(unit.Number, index);
            if (!symbol.IsGlobal || !symbol.IsDefined || _library.Resolution.Of(symbol.Name) != definition
                || !_library.Reach.IsLive(definition)) continue;
            var name = Encoding.UTF8.GetString(_library.Units.Names[symbol.Name]);
            if (IsExport(definition)) continue;
            if (IsFixed(name)) findings.Add($"{unit.Name} defines {name}, which stays visible, since linkers look for it");
            if (name.StartsWith("_OBJC_CLASS_$_", StringComparison.Ordinal))
                findings.Add($"{unit.Name} defines the Objective-C class {name["_OBJC_CLASS_$_".Length..]}: a program knows classes by "
                    + "their names, so that two libraries with this one cannot be in one program");
        }
    }
}
