using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Slimmer.Tests.Coff;

/// <summary>Objects with more sections or relocations than the plain format counts.</summary>
public sealed class Objects_of_any_size
{
    private const int Many = 66_000;

    /// <summary>From 65,280 sections on an object is a bigobj, read and written.</summary>
    [Fact]
    public async Task More_sections_than_a_plain_object_counts()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.LibraryAsync(CoffWorkshop.Microsofts, "lib.lib", ("many.s", Functions(0, Many)),
            ("few.s", Functions(Many, Many + 3)));
        var slimmed = CoffWorkshop.Slim(library).Output;
        await workshop.RunAsync("llvm-ar", "x", slimmed);
        Assert.Equal("00-00-FF-FF-02-00", BitConverter.ToString(File.ReadAllBytes(workshop["many.o"])[..6]));
        var main = CoffWorkshop.ProgramThatPrints(
            "lib_0(void), lib_65999(void), lib_66002(void);", "%d %d %d", "lib_0(), lib_65999(), lib_66002()");
        Assert.Equal("0 65999 66002", await workshop.WineAsync(await workshop.LinkAsync(main, [slimmed])));
    }

    /// <summary>A bigobj of which little lives becomes a plain object.</summary>
    [Fact]
    public async Task Few_sections_of_many()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.LibraryAsync(CoffWorkshop.Microsofts, "lib.lib", ("many.s", Functions(0, Many)));
        var slimmed = CoffWorkshop.Slim(library, "lib_40000").Output;
        await workshop.RunAsync("llvm-ar", "x", slimmed);
        Assert.Equal(0x8664, BinaryPrimitives.ReadUInt16LittleEndian(File.ReadAllBytes(workshop["many.o"])));
        var main = CoffWorkshop.ProgramThatPrints("lib_40000(void);", "%d", "lib_40000()");
        Assert.Equal("40000", await workshop.WineAsync(await workshop.LinkAsync(main, [slimmed])));
    }

    /// <summary>65,535 relocations of one section or more are counted by the first of them.</summary>
    [Theory]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(70_000)]
    public async Task More_relocations_than_a_section_header_counts(int count)
    {
        var code = new StringBuilder(".section .rdata,\"dr\"\n.globl lib_table\nlib_table:\n");
        for (var index = 0; index < count; index++) code.AppendLine(CultureInfo.InvariantCulture, $".quad target+{index % 7}");
        code.AppendLine(".data\n.globl target\ntarget: .quad 5\n.section .debug$S,\"dr\"\n.long 4");
        using var workshop = new CoffWorkshop();
        var library = await workshop.LibraryAsync(CoffWorkshop.Microsofts, "lib.lib", ("table.s", code.ToString()));
        foreach (var mode in (SlimMode[])[SlimMode.Strip, SlimMode.Full])
        {
            var slimmed = CoffWorkshop.Slim(library, mode: mode).Output;
            var relocations = await workshop.RunAsync("llvm-objdump", "-r", slimmed);
            Assert.Equal(count, relocations.Split("IMAGE_REL_AMD64_ADDR64").Length - 1);
            var main = CoffWorkshop.ProgramThatPrints("none; extern long long *lib_table[];", "%d",
                "(int)*(long long *)lib_table[COUNT / 7 * 7 - 7]");
            Assert.Equal("5", await workshop.WineAsync(await workshop.LinkAsync(main.Replace("COUNT", $"{count}",
                StringComparison.Ordinal), [slimmed])));
        }
    }

    private static string Functions(int from, int to)
    {
        var code = new StringBuilder();
        for (var index = from; index < to; index++)
        {
            code.AppendLine(CultureInfo.InvariantCulture,
                $".section .text,\"xr\",one_only,lib_{index}\n.globl lib_{index}\nlib_{index}: movl ${index}, %eax\nretq");
        }

        return code.ToString();
    }
}
