using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>
/// Which sections of the merged object stay COMDATs. There is one of each, but Microsoft's linkers leave out what nothing refers to of
/// COMDATs alone. GNU's linker takes two of one name for one although their symbols are local: for it none stays but pointers to data
/// that the library does not have, of which there should be one.
/// </summary>
internal sealed class CoffComdats(CoffVisible visible, bool isMicrosofts)
{
    public bool Keeps(CoffUnit unit, int section)
    {
        if (!unit.Object.Sections[section].IsComdat) return false;
        if (unit.Roles[section] == CoffRole.Entries) return false;
        if (unit.Parents[section] is > 0 and var parent)
        {
            return unit.Object.ParentOf(section) == parent
                && (unit.Object.Sections[parent].IsComdat ? Keeps(unit, parent) : isMicrosofts);
        }

        return unit.Leaders[section] is >= 0 and var leader
            && (isMicrosofts || visible.IsImportReference(new Definition(unit.Number, leader)));
    }

    /// <summary>How one is chosen of several: of what is the library's own there is one.</summary>
    public CoffSelection SelectionOf(CoffUnit unit, int section)
    {
        if (!Keeps(unit, section)) return CoffSelection.None;
        var selection = unit.Object.Definitions[section]!.Value.Selection;
        if (selection == CoffSelection.Associative) return selection;
        return visible.KeepsName(new Definition(unit.Number, unit.Leaders[section])) ? selection : CoffSelection.NoDuplicates;
    }
}
