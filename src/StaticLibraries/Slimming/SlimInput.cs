using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.MachO;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Coff;
using StaticLibraries.Slimming.Elf;
using StaticLibraries.Slimming.Linking;
using StaticLibraries.Slimming.MachO;

namespace StaticLibraries.Slimming;

/// <summary>A library, read to be slimmed.</summary>
internal sealed class SlimInput
{
    private SlimInput(string path, SlimFormat format, Units units, List<string> findings) =>
        (LibraryPath, Format, Units, Findings) = (path, format, units, findings);

    public string LibraryPath { get; }

    public SlimFormat Format { get; }

    public Units Units { get; }

    public List<string> Findings { get; }

    /// <summary>How many members were left out because they are the system's own.</summary>
    public required int SystemMembers { get; init; }

    /// <summary>Reads every member of an archive.</summary>
    /// <exception cref="ArchiveFormatException">It is no archive, or a member is damaged.</exception>
    /// <exception cref="InputException">A member is of another format than those before it, has no machine code, or has something
    /// in it that is not known here.</exception>
    public static SlimInput Read(ByteRange file, SlimOptions options)
    {
        RequireOneMachine(file);
        var archive = new ArArchive(file);
        var (names, units, findings) = (new NameTable(), new List<Unit>(), new List<string>());
        var leftOut = 0;
        SlimFormat? format = null;
        foreach (var member in archive.Members().Where(member => member.Kind == ArMemberKind.Object))
        {
            var data = archive.DataOf(member);
            using var opened = ObjectFormats.Open(data);
            if (opened.Format == ObjectFormat.RustMetadata)
            {
                findings.Add($"{member.Name} is metadata for Rust's compiler and is left out");
                continue;
            }

            RequireCode(data, opened);
            // Another format's slimmer goes here, once for each.
            format ??= opened.Format switch
            {
                ObjectFormat.Elf => new ElfFormat(options, findings),
                ObjectFormat.Coff or ObjectFormat.CoffImport => new CoffFormat(options, findings),
                ObjectFormat.MachO => new MachOFormat(options, findings),
                _ => throw data.Fault(
                    0, "an object in a format that is slimmed here (ELF, COFF, Mach-O)", opened.Format.Name(),
                    "--slim none packs the library as it is"),
            };
            if (!format.Takes(opened.Format))
            {
                throw data.Fault(
                    0, $"an object in {format.Format.Name()}, as the members before it", $"one in {opened.Format.Name()}",
                    "build the library for one target");
            }

            var unit = format.Read(units.Count, data, names);
            if (options.System?.Has(unit, names, options.Exports) == true) leftOut++;
            else units.Add(unit);
        }

        if (leftOut > 0)
        {
            findings.Add(
                $"{leftOut} of {leftOut + units.Count} members are the C library's own, which every program has, and are left out");
        }

        if (format is null) throw file.Fault(0, "an archive with objects in it", "one with none");
        return new SlimInput(file.File, format, new Units(units, names), findings) { SystemMembers = leftOut };
    }

    /// <summary>The numbers of the names of exports.</summary>
    /// <exception cref="InputException">The library does not define one.</exception>
    public IReadOnlySet<int> NumbersOf(IEnumerable<string> exports)
    {
        var numbers = new SortedSet<int>();
        foreach (var export in exports)
        {
            var number = Units.Names.IndexOf(Format.NameOf(export));
            if (number < 0 || !Units.IsDefined(number))
            {
                throw new InputException($"{LibraryPath} does not define {export}, which is to be exported");
            }

            numbers.Add(number);
        }

        return numbers.Count > 0
            ? numbers
            : throw NothingToExport();
    }

    private InputException NothingToExport()
    {
        using var library = StaticLibrary.Open(LibraryPath);
        var hidden = library.Summarize().Hidden;
        var others = hidden.Count > 1 ? $" and {hidden.Count - 1} more" : "";
        var why = hidden.Count > 0 ? $"; it hides {hidden.First()}{others}: {Unit.WhyNotHidden}; {Unit.NotHidden}" : "";
        return new InputException($"nothing of {LibraryPath} is to be exported, so nothing of it would be left{why}");
    }

    /// <summary>What the exports reach.</summary>
    public SlimmedUnits Reach(IEnumerable<string> names)
    {
        Format.Prepare(Units);
        var exports = NumbersOf(names);
        var search = new ArchiveSearch(Units, exports);
        var resolution = new Resolution(Units, search);
        foreach (var export in exports.Where(export => !resolution.Of(export).Exists))
        {
            throw new InputException($"{LibraryPath} defines {Encoding.UTF8.GetString(Units.Names[export])}, which is to be exported, "
                + "in a COMDAT alone that another member has without it");
        }

        var reach = new Reach(Units, search, resolution, exports);
        foreach (var export in exports.Select(resolution.Of).Where(export => !reach.IsLive(export))) throw InNoProgram(export);
        return new SlimmedUnits(Units, search, resolution, reach, exports);
    }

    /// <summary>What is written in full mode.</summary>
    /// <exception cref="InputException">There is something alive that cannot be merged, or of which a program has to have one.</exception>
    public IReadOnlyList<ArOutput> Merge(SlimmedUnits slimmed)
    {
        ProgramWideNames.Require(slimmed, Format);
        return Format.Merge(slimmed);
    }

    /// <summary>What is written in strip mode.</summary>
    /// <exception cref="InputException">There is something that cannot be right in any program, or an export would go.</exception>
    public IReadOnlyList<ArOutput> Strip(IEnumerable<string> names)
    {
        ProgramWideNames.RequireNone(Units, Format);
        foreach (var export in names.Select(name => Units.Names.IndexOf(Format.NameOf(name))).Where(export => export >= 0))
        {
            var definitions = Units.DefinitionsOf(export).ToList();
            if (definitions.Count > 0 && definitions.All(one => Units[one.Unit].IsStripped(one.Symbol))) throw InNoProgram(definitions[0]);
        }

        return [.. Units.All.Select(Format.Strip)];
    }

    private InputException InNoProgram(Definition export) => Units[export.Unit].Refusal(
        $"{Encoding.UTF8.GetString(Units.Names[Units.Symbol(export).Name])} is to be exported, and is in a section that is in no program",
        "build the library so that it is among code or data");

    private static void RequireOneMachine(ByteRange file)
    {
        Span<byte> magic = stackalloc byte[8];
        if (!UniversalFile.IsMagic(file.ReadStart(magic))) return;
        using var universal = new UniversalFile(file);
        var machines = universal.Slices.Select(slice => slice.Machine.Name()).ToList();
        throw file.Fault(0, "a library for one machine", $"a universal file with one for each of {string.Join(", ", machines)}",
            $"take out the one for the target (on a Mac: lipo {Path.GetFileName(file.File)} -thin arm64 -output FILE, or x86_64); "
            + "--slim none packs the file as it is");
    }

    private static void RequireCode(ByteRange member, ObjectFile opened)
    {
        if (opened.Format is not (ObjectFormat.Bitcode or ObjectFormat.CoffAnonymous)) return;
        var found = opened.Format.Name() + (opened.Variant is { } variant ? $" ({variant})" : "");
        throw member.Fault(0, "machine code", $"{found}, which becomes machine code only when its own compiler links",
            "build the library without link-time optimization (-flto, /GL, linker-plugin-lto)");
    }
}
