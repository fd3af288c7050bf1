using System.Security.Cryptography;
using System.Text;
using StaticLibraries.MachO;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// Sections that the library goes through from <c>section$start$SEGMENT$SECTION</c> to <c>section$end$…</c>: linkers put those of
/// one name together, of whichever library they are. So the section gets a name of the pack's own, of the 16 bytes that a name can have.
/// </summary>
internal sealed class MachOSets
{
    private const int LongestName = 16, HashDigits = 8;

    private readonly string _suffix;
    private readonly Dictionary<(string Segment, string Section), string> _names = [];
    private readonly SlimmedUnits _library;

    public MachOSets(SlimmedUnits library, IReadOnlyList<MachOUnit> units, string suffix)
    {
        (_library, _suffix) = (library, suffix);
        var asked = units.SelectMany(unit => unit.Sets).Select(set => set.From).Distinct().Where(name => library.Reach.IsNamed(name)
            && !library.Resolution.Of(name).Exists)
            .Select(name => SectionOf(library.Units.Names[name])).OfType<(string, string)>().ToHashSet();
        foreach (var header in units.SelectMany(unit => unit.Object.Sections.Skip(1)))
        {
            var key = (header.Segment, header.Name);
            if (asked.Contains(key) && !MachOKnowledge.HasFixedName(header)) _names[key] = OwnName(header);
        }
    }

    /// <summary>The undefined names that were made.</summary>
    public HashSet<string> Made { get; } = [];

    /// <summary>Lets each name of this kind reach the sections that it is for.</summary>
    public static void Link(Units units)
    {
        for (var name = 0; name < units.Names.Count; name++)
        {
            if (units.IsDefined(name) || SectionOf(units.Names[name]) is not var (segment, section)) continue;
            foreach (var unit in units.All.Cast<MachOUnit>())
            {
                for (var number = 1; number < unit.Object.Sections.Length; number++)
                {
                    if (unit.Object.Sections[number].Is(segment, section)) unit.AddSet(name, number);
                }
            }
        }
    }

    /// <summary>A section with the name that it gets.</summary>
    public MachOSection Named(in MachOSection header) => _names.TryGetValue((header.Segment, header.Name), out var name)
        ? header with { Name = name } : header;

    /// <summary>What an undefined name becomes.</summary>
    public byte[] NameOf(int number)
    {
        var name = _library.Units.Names[number];
        if (SectionOf(name) is not { } section || !_names.TryGetValue(section, out var own)) return name.ToArray();
        var text = Encoding.UTF8.GetString(name);
        var made = string.Concat(text.AsSpan(0, text.LastIndexOf('$') + 1), own);
        Made.Add(made);
        return Encoding.UTF8.GetBytes(made);
    }

    private static (string Segment, string Section)? SectionOf(ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith("section$start$"u8) && !name.StartsWith("section$end$"u8)) return null;
        var parts = Encoding.Latin1.GetString(name).Split('$', 4);
        return parts.Length == 4 ? (parts[2], parts[3]) : null;
    }

    private string OwnName(in MachOSection header)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{_suffix},{header.FullName}")))[..HashDigits];
        return $"{header.Name[..Math.Min(header.Name.Length, LongestName - HashDigits - 1)]}_{hash}";
    }
}
