using System.Text;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// Which definitions are visible outside of the object that they are in, and by which names: the exports by theirs; those that one object
/// of the pack has and another needs by a name of the pack's own; no others.
/// </summary>
internal sealed class MachOIsolation
{
    /// <summary>What the system's libraries free that others gave them, and the other way round.</summary>
    private static readonly HashSet<string> Allocator =
    [
        "_malloc", "_free", "_calloc", "_realloc", "_reallocf", "_valloc", "_posix_memalign", "_aligned_alloc", "_malloc_size", "_strdup", "_strndup",
    ];

    /// <summary>What linkers and the system look for.</summary>
    private static readonly HashSet<string> Fixed = ["_main", "start", "___dso_handle", "__mh_execute_header", "__mh_dylib_header", "dyld_stub_binder"];

    private readonly SlimmedUnits _library;
    private readonly byte[] _suffix;
    private readonly HashSet<int> _shared = [];

    /// <exception cref="InputException">A private copy of something that there is could not be right.</exception>
    public MachOIsolation(SlimmedUnits library, IEnumerable<MachOUnit> units, string suffix, List<string> findings)
    {
        (_library, _suffix) = (library, Encoding.UTF8.GetBytes("_" + suffix));
        foreach (var unit in units)
        {
            RequireRight(unit, findings);
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
            if (symbol.IsGlobal && _library.Resolution.Of(symbol.Name) is { Exists: true } target && target.Unit != unit.Number) _shared.Add(symbol.Name);
        }
    }

    private void RequireRight(MachOUnit unit, List<string> findings)
    {
        for (var index = 0; index < unit.Symbols.Length; index++)
        {
            ref var symbol = ref unit.Symbols[index];
            var definition = new Definition(unit.Number, index);
            if (!symbol.IsGlobal || !symbol.IsDefined || _library.Resolution.Of(symbol.Name) != definition || !_library.Reach.IsLive(definition)) continue;
            var name = Encoding.UTF8.GetString(_library.Units.Names[symbol.Name]);
            if (IsExport(definition)) continue;
            if (Allocator.Contains(name)) throw unit.Refusal($"it defines {name[1..]}, and what is allocated by one library is freed by another", "build the library without an allocator that takes the place of the system's, or pack it with --slim strip");
            if (IsFixed(name)) findings.Add($"{unit.Name} defines {name}, which stays visible, since linkers look for it");
            if (name.StartsWith("_OBJC_CLASS_$_", StringComparison.Ordinal)) findings.Add($"{unit.Name} defines the Objective-C class {name["_OBJC_CLASS_$_".Length..]}: a program knows classes by their names, so that two libraries with this one cannot be in one program");
        }
    }
}
