using System.Text;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>
/// Sections that the library goes through from <c>__start_NAME</c> to <c>__stop_NAME</c>: linkers put those of one name together,
/// of whichever
/// library they are. So name and symbols get the suffix of the pack.
/// </summary>
internal sealed class ElfSets
{
    private readonly HashSet<int> _names = [];
    private readonly HashSet<(int Unit, int Section)> _sections = [];
    private readonly SlimmedUnits _library;
    private readonly byte[] _suffix;

    public ElfSets(SlimmedUnits library, IReadOnlyList<ElfUnit> units, string suffix)
    {
        _library = library;
        _suffix = Encoding.UTF8.GetBytes("_" + suffix);
        foreach (var unit in units)
        {
            foreach (var set in unit.Sets.Where(set => library.Reach.IsNamed(set.From) && !library.Resolution.Of(set.From).Exists))
            {
                _names.Add(set.From);
                _sections.Add((unit.Number, set.To));
            }
        }
    }

    public bool Any => _names.Count > 0;

    /// <summary>The pack's own name of a section; null for one that keeps its name.</summary>
    public byte[]? NameOf(Unit unit, int section, ReadOnlySpan<byte> name) =>
        _sections.Contains((unit.Number, section)) ? [.. name, .. _suffix] : null;

    /// <summary>What an undefined name becomes.</summary>
    public byte[] NameOf(int name) =>
        _names.Contains(name) ? [.. _library.Units.Names[name], .. _suffix] : _library.Units.Names[name].ToArray();
}
