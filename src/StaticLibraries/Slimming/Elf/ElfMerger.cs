using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Elf;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Elf;

/// <summary>
/// Makes one object of all that lives: each section stays one, so that a linker can still leave out what a program does not use;
/// what is no export becomes local; groups are dissolved, since one of each is left.
/// </summary>
internal sealed class ElfMerger
{
    private const byte GnuAbi = 3;

    private readonly SlimmedUnits _library;
    private readonly ElfPlaces _places;
    private readonly ElfSets _sets;
    private readonly ElfWriter _writer;
    private readonly List<string> _findings;

    /// <exception cref="InputException">There is something alive that is not known here.</exception>
    public ElfMerger(SlimmedUnits library, SlimOptions options, List<string> findings)
    {
        (_library, _findings) = (library, findings);
        _places = new ElfPlaces(library);
        RequireKnown();
        _sets = new ElfSets(library, _places.Units, options.Suffix);
        _writer = new ElfWriter(_places.Units[0].Object.Header, _sets.Any ? GnuAbi : _places.Units.Max(unit => unit.Object.Header.OsAbi));
    }

    /// <summary>The object.</summary>
    /// <param name="name">For the member.</param>
    public ArOutput Merge(string name)
    {
        AddSections();
        var frames = new ElfMergedFrames(_library, _places);
        frames.AddTo(_writer);
        var symbols = new ElfMergedSymbols(_library, _places, _sets, _writer);
        symbols.AddCommons();
        ElfMergedNotes.AddTo(_writer, _places.Units, _findings);
        symbols.Add();
        _writer.Complete();
        return new ArOutput(name, _writer.Size, symbols.Exported, _writer.Write);
    }

    private void RequireKnown()
    {
        var first = _places.Units[0].Object.Header;
        foreach (var unit in _places.Units)
        {
            var header = unit.Object.Header;
            var machine = ElfMachine.Of(header);
            if (!ElfKnowledge.IsKnown(machine)) throw unit.Refusal($"the relocations of {machine.Name()} are not known here");
            if ((header.Is64, header.IsBigEndian, header.MachineNumber) != (first.Is64, first.IsBigEndian, first.MachineNumber))
            {
                throw unit.Refusal($"it is not for the machine of {_places.Units[0].Name}");
            }

            if (header.Flags != first.Flags)
            {
                throw unit.Refusal(
                    $"the flags in its header, 0x{header.Flags:x}, are not those of {_places.Units[0].Name}, 0x{first.Flags:x}");
            }

            if (header.OsAbi is not (0 or GnuAbi))
            {
                throw unit.Refusal($"it is for a system of the number {header.OsAbi} (EI_OSABI), which is not known here");
            }

            if (ElfKnowledge.FirstUnknown(unit, merges: true) is { } unknown) throw unit.Refusal(unknown);
        }
    }

    /// <summary>
    /// Adds the sections, those of one name side by side: a linker brings them together in this order anyhow, and like beside like is a
    /// tenth smaller in a package. Their relocations come after them all.
    /// </summary>
    private void AddSections()
    {
        var sections = _places.Units.SelectMany(NamedSections).GroupBy(section => Encoding.Latin1.GetString(section.Name))
            .SelectMany(group => group).ToList();
        foreach (var section in sections) AddSection(section);
        foreach (var (unit, section, name, _) in sections)
        {
            foreach (var relocations in unit.RelocationSections[section])
            {
                AddRelocations(unit, relocations, _places.Section(unit, section), name);
            }
        }
    }

    /// <summary>What lives of a unit, under its new names.</summary>
    private IEnumerable<NamedSection> NamedSections(ElfUnit unit)
    {
        using var names = unit.Object.OpenSectionNames();
        for (var section = 1; section < unit.Roles.Length; section++)
        {
            if (unit.Roles[section] is not (ElfRole.Content or ElfRole.Beside or ElfRole.Root) || !_library.Reach.IsLive(unit, section))
            {
                continue;
            }

            var header = unit.Object.Sections[section];
            var set = _sets.NameOf(unit, section, names[header.Name]);
            yield return new(unit, section, set ?? ElfSectionNames.Short(names[header.Name], header).ToArray(), set is not null);
        }
    }

    private void AddSection(NamedSection added)
    {
        var (unit, section, name, isInSet) = added;
        _places.Section(unit, section) = _writer.NextSection;
        var header = unit.Object.Sections[section];
        var content = header.Type == ElfSectionHeader.NoBits ? null : Copy(unit, header);
        // lld would leave out what is in a set, since references to the set's ends are all that there is to it.
        var flags = (header.Flags & ~ElfSectionHeader.InGroup) | (isInSet ? ElfSectionHeader.Retain : 0);
        var kept = header with { Flags = flags, Address = 0, Link = 0, Info = 0 };
        if ((header.Flags & ElfSectionHeader.LinkOrder) != 0)
        {
            _writer.AddLinked(name, kept, () => (uint)_places.Section(unit, (int)header.Link), content);
        }
        else _writer.AddSection(name, kept, content);
    }

    private static Action<Stream> Copy(ElfUnit unit, ElfSectionHeader section) =>
        output => unit.Bytes.CopyTo(section.Offset, section.Size, output, "a section");

    private void AddRelocations(ElfUnit unit, int section, int target, byte[] name)
    {
        var header = unit.Object.Sections[section];
        var hasAddend = header.Type == ElfSectionHeader.Rela;
        var size = ElfRelocation.SizeIn(unit.Object.Header, hasAddend);
        if (header.Size < size) return;
        var kept =
            header with
            {
                Flags = ElfSectionHeader.InfoLink,
                Address = 0,
                Info = (uint)target,
                Size = header.Size / size * size,
                Alignment = _writer.Encoding.Is64 ? 8 : 4,
                EntrySize = size,
            };
        _writer.AddSection([.. hasAddend ? ".rela"u8 : ".rel"u8, .. name], kept, output => Write(output, unit, section, hasAddend, size));
    }

    private void Write(Stream output, ElfUnit unit, int section, bool hasAddend, int size)
    {
        var machine = ElfMachine.Of(unit.Object.Header);
        Span<byte> bytes = stackalloc byte[size];
        foreach (var relocation in unit.Object.Relocations(section))
        {
            if (!ElfKnowledge.IsKnown(machine, relocation.Type)) throw Unknown(unit, section, relocation);
            _writer.Encoding.Relocation(bytes, relocation with { Symbol = _places.Of(unit, (int)relocation.Symbol) }, hasAddend);
            output.Write(bytes);
        }
    }

    private static InputException Unknown(ElfUnit unit, int section, in ElfRelocation relocation)
    {
        var target = unit.Describe((int)unit.Object.Sections[section].Info);
        return unit.Refusal($"the {target} has a relocation of type {relocation.Type} at 0x{relocation.Offset:x}, which is not known here");
    }

    /// <param name="Section">The number that it has in the unit.</param>
    private sealed record NamedSection(ElfUnit Unit, int Section, byte[] Name, bool IsInSet);
}
