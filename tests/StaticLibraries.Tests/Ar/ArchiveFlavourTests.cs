using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;
using StaticLibraries.Tests.Libraries;

namespace StaticLibraries.Tests.Ar;

public sealed class ArchiveFlavourTests(CompiledObjects objects)
{
    private const string Elf = "code-x86_64-unknown-linux-gnu.o";
    private const string MachO = "code-arm64-apple-macosx11.0.o";

    [Theory]
    [InlineData("llvm-ar", "--format=gnu", Elf, ArFlavour.Gnu)]
    [InlineData("llvm-ar", "--format=bsd", Elf, ArFlavour.Bsd)]
    [InlineData("llvm-ar", "--format=darwin", Elf, ArFlavour.Bsd)]
    [InlineData("llvm-ar", "--format=darwin", MachO, ArFlavour.Darwin)]
    [InlineData("llvm-ar", "--format=bsd", MachO, ArFlavour.Darwin)]
    [InlineData("ar", "", Elf, ArFlavour.Gnu)]
    public async Task Names_of_1_to_300_bytes_are_read(string tool, string format, string objectFile, ArFlavour flavour)
    {
        var folder = Directory.CreateDirectory(objects[$"names{tool}{format}{objectFile}"]).FullName;
        // A file name ends at 255 bytes: longer ones are renamed in the archive below.
        var names = Enumerable.Range(1, 255).Select(length => new string('n', length))
            .Concat(
                [
                    "with space.o", " leading.o", "two  spaces and more than sixteen bytes.o", "größe-ελληνικά-日本語.o", "é",
                    "a-name-of-16byte", "exactly-15-byte", "#2", "123"]).ToList();
        foreach (var name in names) File.Copy(objects[objectFile], Path.Combine(folder, name), true);
        var archive = Path.Combine(folder, "archive");
        string[] arguments = [
            .. format.Length > 0 ? [format] : Array.Empty<string>(), "rcs", archive, .. names.Select(name => Path.Combine(folder, name))];
        await objects.Run(tool, arguments);

        var result = await LlvmComparison.Compare(archive);
        result.AssertNoDifferences();
        using var library = StaticLibrary.Open(archive);
        Assert.Equal(flavour, library.Flavour);
        Assert.Equal(names, library.Members.Where(member => member.Kind == ArMemberKind.Object).Select(member => member.Name));
        Assert.Equal(names.Count, library.Summarize().MemberCount);
    }

    [Fact]
    public async Task A_name_of_300_bytes_is_read()
    {
        var name = new string('x', 300);
        var data = objects.Read(Elf);
        objects.Write(
            "long.a",
            [
                .. "!<arch>\n"u8, .. Header("//", name.Length + 2), .. Encoding.ASCII.GetBytes(name + "/\n"), .. Header("/0", data.Length),
                .. data]);
        objects.Write("longbsd.a", [.. "!<arch>\n"u8, .. Header("#1/300", data.Length + 300), .. Encoding.ASCII.GetBytes(name), .. data]);
        foreach (var archive in new[] { "long.a", "longbsd.a" })
        {
            (await LlvmComparison.Compare(objects[archive])).AssertNoDifferences();
            using var library = StaticLibrary.Open(objects[archive]);
            Assert.Equal(name, library.Members.Last().Name);
        }
    }

    [Theory]
    [InlineData("gnu", "/SYM64/")]
    [InlineData("darwin", "__.SYMDEF_64")]
    public async Task Symbol_tables_of_64_bits_are_known(string format, string table)
    {
        var archive = objects[$"sym64-{format}.a"];
        await objects.RunWith(
            new() { ["SYM64_THRESHOLD"] = "1" }, "llvm-ar", $"--format={format}", "rcs", archive, Elf, "tls-x86_64-unknown-linux-gnu.o");
        using var library = StaticLibrary.Open(archive);
        Assert.Equal(table, library.Members.First().Name);
        Assert.Equal(ArMemberKind.SymbolTable, library.Members.First().Kind);
        Assert.Equal(2, library.Summarize().MemberCount);
        (await LlvmComparison.Compare(archive)).AssertNoDifferences();
    }

    [Fact]
    public void Archives_of_Microsofts_lib_have_two_linker_members()
    {
        using var library = StaticLibrary.Open(Path.Combine(CompiledObjects.MicrosoftLibraries, "zlibstatic.lib"));
        Assert.Equal(ArFlavour.Coff, library.Flavour);
        Assert.Equal(["/", "/", "//"], library.Members.Take(3).Select(member => member.Name));
        Assert.Equal(FileKind.StaticLibrary, library.Kind);
        Assert.Equal(
            (ObjectFormat.Coff, Machine.X86_64), library.Summarize().Groups.Select(group => (group.Format, group.Machine)).Single());
    }

    [Fact]
    public async Task Members_of_one_name_are_members_of_their_own()
    {
        var archive = objects["twice.a"];
        await objects.Run("llvm-ar", "qcs", archive, Elf, Elf, Elf);
        (await LlvmComparison.Compare(archive)).AssertNoDifferences();
        using var library = StaticLibrary.Open(archive);
        Assert.Equal(3, library.Summarize().MemberCount);
    }

    [Fact]
    public void The_pad_byte_may_be_anything_or_missing_at_the_end()
    {
        var data = objects.Read(Elf).ToList();
        if (data.Count % 2 == 0) data.Add(7);
        byte[] member = [.. Header("a.o/", data.Count), .. data];
        objects.Write("padding.a", [.. "!<arch>\n"u8, .. member, 0, .. member]);
        using var library = StaticLibrary.Open(objects["padding.a"]);
        Assert.Equal(2, library.Summarize().MemberCount);
    }

    [Fact]
    public void Offsets_of_more_than_4_GiB_are_reached()
    {
        // The first member is a hole in the file: no byte of it is on the disk.
        const long hole = 5L << 30;
        var data = objects.Read(Elf);
        using (var file = File.Create(objects["huge.a"]))
        {
            file.Write([.. "!<arch>\n"u8, .. Header("hole/", hole)]);
            file.Write(data);
            file.Position = 68 + hole;
            file.Write([.. Header("last.o/", data.Length), .. data]);
        }

        using var library = StaticLibrary.Open(objects["huge.a"]);
        var last = library.Members.Last();
        Assert.Equal(("last.o", 68 + hole), (last.Name, last.HeaderOffset));
        Assert.Equal(2, library.Summarize().MemberCount);
        File.Delete(objects["huge.a"]);
    }

    internal static byte[] Header(string name, long size) => Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{644,-8}{size,-10}`\n");
}
