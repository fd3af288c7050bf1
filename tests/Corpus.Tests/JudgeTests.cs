using System.Text;
using LibObjectFile.Elf;
using StaticLibraries.Ar;
using StaticLibraries.Elf;
using StaticLibraries.Objects;
using StaticLibraries.Slimming;
using StaticLibraries.Slimming.Linking;

namespace Corpus.Tests;

/// <summary>What is read here of an ELF object, and what is written, against LibObjectFile, which reads the format on its own.</summary>
public sealed class JudgeTests
{
    [Theory]
    [InlineData("zoo")]
    [InlineData("small/x86_64-unknown-linux-gnu-release")]
    [InlineData("small/aarch64-unknown-linux-musl-release")]
    public async Task Objects_read_alike_as_they_were_built(string only)
    {
        var index = await BuiltCorpus.WithAsync(only);
        var objects = Entries(index, only).Sum(entry => Compare(index.PathOf(entry)));
        Assert.True(objects > 50, $"{objects} objects");
    }

    [Theory]
    [InlineData("zoo")]
    [InlineData("small/x86_64-unknown-linux-gnu-release")]
    [InlineData("small/aarch64-unknown-linux-musl-release")]
    public async Task Objects_that_are_written_here_read_alike(string only)
    {
        var index = await BuiltCorpus.WithAsync(only);
        using var temporary = new TemporaryFolder();
        var objects = 0;
        foreach (var entry in Entries(index, only))
        {
            foreach (var mode in (SlimMode[])[SlimMode.Strip, SlimMode.Full])
            {
                try
                {
                    var exports = SlimmedLibrary.ExportsOf(index.PathOf(entry), entry);
                    var options = new SlimOptions { Mode = mode, Exports = exports, Suffix = "judged" };
                    LibrarySlimmer.Slim(index.PathOf(entry), temporary["slimmed.a"], options);
                }
                catch (StaticLibraries.InputException)
                {
                    continue; // another test says which are refused
                }

                objects += Compare(temporary["slimmed.a"]);
                if (mode == SlimMode.Strip) Assert.Empty(Contents(temporary["slimmed.a"]).Except(Contents(index.PathOf(entry))));
            }
        }

        Assert.True(objects > 50, $"{objects} objects");
    }

    private static IEnumerable<CorpusEntry> Entries(CorpusIndex index, string only) =>
        index.Chosen(only).Where(entry => entry.Target.Contains("linux", StringComparison.Ordinal));

    /// <returns>How many objects were read.</returns>
    private static int Compare(string library)
    {
        using var file = FileBytes.Open(library);
        var objects = 0;
        foreach (var (theirs, ours) in Objects(file))
        {
            Assert.Equal(Sections(theirs), Sections(ours));
            Assert.Equal(Symbols(theirs), Symbols(ours));
            objects++;
        }

        return objects;
    }

    /// <summary>What LibObjectFile finds in a library that stripping leaves as it is: symbols, and sections that programs load.</summary>
    private static HashSet<string> Contents(string library)
    {
        using var file = FileBytes.Open(library);
        return
        [
            .. Objects(file).SelectMany(pair =>
                pair.Theirs.Sections
                    .Where(section => section.Type is ElfSectionType.ProgBits or ElfSectionType.NoBits or ElfSectionType.InitArray)
                    .Select(section => $"{section.Name.Value} {section.Type} {section.Size}")
                    .Concat(Symbols(pair.Theirs))),
        ];
    }

    private static IEnumerable<(ElfFile Theirs, ElfRelocatable Ours)> Objects(FileBytes file)
    {
        var archive = new ArArchive(new ByteRange(file));
        foreach (var member in archive.Members().Where(member => member.Kind == ArMemberKind.Object))
        {
            var data = archive.DataOf(member);
            var bytes = new byte[data.Length];
            data.Read(0, bytes, "the member");
            if (!bytes.AsSpan().StartsWith("\u007fELF"u8)) continue;
            Assert.True(
                ElfFile.TryRead(new MemoryStream(bytes), out var theirs, out var diagnostics), $"{file.Path}({member.Name}): {diagnostics}");
            yield return (theirs, new ElfRelocatable(data));
        }
    }

    private static List<string> Sections(ElfFile elf) =>
        [
            .. elf.Sections.Where(section => (uint)section.Type != 0)
                .Select(section => $"{section.Name.Value} {(uint)section.Type:x} {section.Size}"),
        ];

    private static List<string> Sections(ElfRelocatable elf)
    {
        using var names = elf.OpenSectionNames();
        return
        [
            .. elf.Sections.Where(section => section.Type != 0)
                .Select(section => $"{Text(names, section.Name)} {section.Type:x} {section.Size}"),
        ];
    }

    private static List<string> Symbols(ElfFile elf) =>
    [
        .. elf.Sections.OfType<LibObjectFile.Elf.ElfSymbolTable>().SelectMany(table => table.Entries)
            .Select(symbol => $"{symbol.Name.Value} {symbol.Value} {symbol.Size} {(int)symbol.Bind} {(int)symbol.Type} {(int)symbol.Visibility}"),
    ];

    private static List<string> Symbols(ElfRelocatable elf)
    {
        using var names = elf.OpenSymbolNames();
        return
        [
            .. elf.Symbols.Select(symbol =>
                $"{Text(names, symbol.Name)} {symbol.Value} {symbol.Size} {symbol.Binding} {symbol.Type} {symbol.Visibility}"),
        ];
    }

    private static string Text(StringTable names, uint offset) => Encoding.UTF8.GetString(names[offset]);
}
