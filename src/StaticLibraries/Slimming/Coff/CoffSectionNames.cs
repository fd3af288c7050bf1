using System.Text;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>The names of sections in the merged object.</summary>
/// <remarks>
/// What compilers put behind the dollar when each function gets a section of its own is long and says nothing to linkers. But a
/// library may go through a table from its start to its end, by sections whose names sort before and after the table's, or (GNU's
/// linker) by <c>__start_NAME</c>; and linkers put those of one name together, of whichever library they are. So such names get the
/// suffix of the pack.
/// </remarks>
internal sealed class CoffSectionNames
{
    private readonly HashSet<int> _marks = [];
    private readonly HashSet<string> _tables;
    private readonly SlimmedUnits _library;
    private readonly byte[] _suffix;

    public CoffSectionNames(SlimmedUnits library, CoffPlaces places, string suffix)
    {
        _library = library;
        _suffix = Encoding.UTF8.GetBytes("_" + suffix);
        var parts = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var unit in places.Units)
        {
            using var names = unit.Object.OpenNames();
            for (var section = 1; section < unit.Roles.Length; section++)
            {
                if (unit.Roles[section] != CoffRole.Root || !library.Reach.IsLive(unit, section)) continue;
                var name = Encoding.UTF8.GetString(names[unit.Object.Sections[section]]);
                if (name.StartsWith('.') && s_systems.Contains(name.Split('$', '.')[1])) continue;
                var dollar = name.IndexOf('$', StringComparison.Ordinal);
                var (start, end) = dollar >= 0 ? (name[..dollar], name[dollar..]) : (name, "");
                if (!parts.TryGetValue(start, out var ends)) parts.Add(start, ends = []);
                ends.Add(end);
            }

            foreach (var set in unit.Sets.Where(set => library.Reach.IsNamed(set.From) && !library.Resolution.Of(set.From).Exists))
            {
                _marks.Add(set.From);
                if (parts.TryGetValue(Encoding.UTF8.GetString(names[unit.Object.Sections[set.To]]), out var ends)) ends.Add("__start_");
            }
        }

        _tables = [.. parts.Where(part => part.Value.Count > 1).Select(part => part.Key)];
    }

    /// <summary>Behind the first dot of the names of sections that have a meaning of their own.</summary>
    private static readonly HashSet<string> s_systems = new(StringComparer.Ordinal)
    {
        "text", "data", "rdata", "bss", "CRT", "tls", "ctors", "dtors", "init", "fini", "jcr", "eh_frame", "gcc_except_table", "rsrc",
        "edata", "rtc", "00cfg", "xdata", "pdata", "voltbl",
        "lprfc", "lprfd", "lprfv", "lprfn", "lcovmap", "lcovfun", "lcovn", "SCOV", "SCOVP", "ASAN", "msvcjmc", "buildid",
    };

    /// <summary>What an undefined name becomes.</summary>
    public byte[] NameOf(int name) =>
        _marks.Contains(name) ? [.. _library.Units.Names[name], .. _suffix] : _library.Units.Names[name].ToArray();

    public byte[] NameOf(CoffUnit unit, int section, ReadOnlySpan<byte> name, bool keepsComdat)
    {
        if (unit.Roles[section] == CoffRole.Root)
        {
            var start = CoffRoles.BaseOf(name);
            return _tables.Contains(Encoding.UTF8.GetString(start)) ? [.. start, .. _suffix, .. name[start.Length..]] : name.ToArray();
        }

        var isGnusComdat = keepsComdat && CoffRoles.SuffixOf(name).StartsWith(".refptr."u8);
        return unit.IsOfSymbol[section] && !isGnusComdat ? CoffRoles.BaseOf(name).ToArray() : name.ToArray();
    }
}
