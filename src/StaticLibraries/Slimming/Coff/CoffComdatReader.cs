using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>
/// Finds what belongs together in a member: COMDATs with what is associated to them, and functions with their unwind data.
/// </summary>
internal sealed class CoffComdatReader(CoffUnitParts parts, NameTable shared)
{
    private NameTable? _leaders;

    private CoffRelocatable Object => parts.Object;

    /// <summary>Finds leaders and parents, and by them what the role of unwind sections is.</summary>
    public void Read(CoffNames names)
    {
        FindLeaders(names);
        for (var section = 1; section < parts.Parents.Length; section++)
        {
            parts.Parents[section] = Object.ParentOf(section) ?? (IsLeaderless(section) ? NamedParentOf(section, names) : 0);
        }

        for (var section = 1; section < parts.Parents.Length; section++)
        {
            if (parts.Roles[Top(section)] == CoffRole.Stripped) parts.Roles[section] = CoffRole.Stripped;
            if (parts.Roles[section] == CoffRole.Content
                && CoffRoles.BaseOf(names[Object.Sections[section]]).SequenceEqual(".pdata"u8))
            {
                TakeEntries(section);
            }
        }
    }

    /// <summary>Says what lives together and what is one of several, when the pieces are there.</summary>
    public void Link(CoffNames names)
    {
        var children = new Links(parts.Parents.Length,
            [.. parts.Parents.Index().Where(section => section.Item > 0).Select(section => new Link(section.Item, section.Index))]);
        for (var section = 1; section < parts.Parents.Length; section++)
        {
            if (parts.Parents[section] is > 0 and var parent)
            {
                // What unwind entries say of their functions is of use to them alone.
                if (!CoffRoles.BaseOf(names[Object.Sections[section]]).SequenceEqual(".xdata"u8))
                {
                    parts.Companions.Add(new Link(parent, section));
                }

                parts.Companions.Add(new Link(section, parent));
            }
            else if (parts.Roles[section] == CoffRole.Root)
            {
                parts.Roots.Add(section);
            }

            if (Object.Sections[section].IsComdat && parts.Parents[section] == 0) AddComdat(section, children, names);
        }
    }

    private bool IsLeaderless(int section) => Object.Sections[section].IsComdat && parts.Leaders[section] == UnitSymbol.NoSymbol;

    /// <summary>
    /// The leader of a COMDAT is the symbol after the section's own (PE Format, "COMDAT Sections"). GNU's tools go by the name: the
    /// leader is the symbol with the name that is behind the dollar.
    /// </summary>
    private void FindLeaders(CoffNames names)
    {
        var isNamed = new bool[parts.Leaders.Length];
        for (var index = 0; index < parts.Symbols.Length; index++)
        {
            var symbol = Object.Symbols[index];
            var section = symbol.SectionNumber;
            if (section <= 0 || Object.IsAuxiliary(index) || !Object.Sections[section].IsComdat || isNamed[section]) continue;
            if (Object.Definitions[section] is not { } definition || definition.Symbol == index
                || definition.Selection == CoffSelection.Associative)
            {
                continue;
            }

            if (parts.IsOfSymbol[section] && CoffRoles.SuffixOf(names[Object.Sections[section]].ToArray()).SequenceEqual(names[symbol]))
            {
                isNamed[section] = true;
            }
            else if (parts.Leaders[section] != UnitSymbol.NoSymbol || index < definition.Symbol) continue;
            parts.Leaders[section] = index;
        }
    }

    /// <summary>GNU's assembler ties .pdata$X, .xdata$X and their like to the COMDAT of X by the name alone.</summary>
    private int NamedParentOf(int section, CoffNames names)
    {
        if (!parts.IsOfSymbol[section]) return 0;
        var suffix = CoffRoles.SuffixOf(names[Object.Sections[section]].ToArray());
        var leaders = _leaders ??= LeadersByName(names);
        return leaders.IndexOf(suffix) is >= 0 and var leader ? leaders.Place(leader) : 0;
    }

    private NameTable LeadersByName(CoffNames names)
    {
        var table = new NameTable();
        for (var section = 1; section < parts.Leaders.Length; section++)
        {
            if (parts.Leaders[section] is >= 0 and var leader) table.Place(table.Intern(names[Object.Symbols[leader]])) = section;
        }

        return table;
    }

    /// <summary>The section that a COMDAT's other sections follow, be it over others; one that follows none, itself.</summary>
    private int Top(int section)
    {
        while (parts.Parents[section] > 0) section = parts.Parents[section];
        return section;
    }

    /// <summary>Unwind entries live each with its function; those of a COMDAT, all with it.</summary>
    private void TakeEntries(int section)
    {
        var header = Object.Sections[section];
        var size = CoffUnit.EntrySizeOf(Object.Header.Machine);
        if (size == 0) return;
        if (header.RawSize % size != 0 || header.IsZeroFill)
        {
            parts.Unknown ??= header.IsZeroFill ? "the section .pdata has no contents"
                : $"the section .pdata has {header.RawSize} bytes, which is no multiple of {size}";
        }
        else if (parts.Parents[section] == 0) parts.Roles[section] = CoffRole.Entries;
        else if (Object.Relocations(section).Count(IsFunctionBeside) != header.RawSize / size)
        {
            parts.Unknown ??= "the section .pdata is of a COMDAT, and not every entry in it is for a function there";
        }

        bool IsFunctionBeside(CoffRelocation relocation) => (relocation.Offset - header.Address) % size == 0
            && Object.Symbols[(int)relocation.Symbol].SectionNumber is > 0 and var function && Top(function) == Top(section);
    }

    private void AddComdat(int section, Links children, CoffNames names)
    {
        var pieces = new List<int> { section };
        for (var index = 0; index < pieces.Count; index++) pieces.AddRange(children[pieces[index]]);
        var selection = Object.Definitions[section]?.Selection ?? CoffSelection.None;
        if (parts.Leaders[section] is not (>= 0 and var leader))
        {
            // Not a symbol's name: symbols may have this one too.
            if (selection != CoffSelection.NoDuplicates)
            {
                parts.Comdats.Add(new Comdat(shared.Intern([0, .. names[Object.Sections[section]]]), [.. pieces]));
            }
        }
        else if (parts.Symbols[leader].IsGlobal
            && selection is CoffSelection.Any or CoffSelection.SameSize or CoffSelection.ExactMatch or CoffSelection.Largest)
        {
            var rank = selection == CoffSelection.Largest ? Object.Sections[section].RawSize : 0;
            parts.Comdats.Add(new Comdat(parts.Symbols[leader].Name, [.. pieces], rank));
        }
    }
}
