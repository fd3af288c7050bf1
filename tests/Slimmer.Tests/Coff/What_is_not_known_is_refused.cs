using System.Buffers.Binary;
using StaticLibraries;
using StaticLibraries.Slimming;

namespace Slimmer.Tests.Coff;

/// <summary>What could be wrong without a word ends with one exception that names the member and the thing.</summary>
public sealed class What_is_not_known_is_refused
{
    private const string Code =
        "int used(int); int lib_f(int x) { return used(x) + 1; } __attribute__((noinline)) int used(int x) { return x * 3; }";

    [Fact]
    public async Task A_kind_of_relocation()
    {
        using var workshop = new CoffWorkshop();
        var library = await PatchedAsync(workshop, (bytes, sections) =>
        {
            var offset = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(sections + 24));
            bytes[offset + 8] = 0xf;
        });
        Refused(library, "member.o", "relocation of type 0xf", "--slim strip");
        // It stays as it is, which strip says.
        Assert.Contains(CoffWorkshop.Slim(library, mode: SlimMode.Strip).Summary.Findings,
            finding => finding.Contains("kept as it is", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flag_of_a_section()
    {
        using var workshop = new CoffWorkshop();
        Refused(await PatchedAsync(workshop, (bytes, sections) => bytes[sections + 37] |= 0x80), "member.o", "flags 0x8000",
            "--slim strip");
    }

    [Fact]
    public async Task A_storage_class()
    {
        using var workshop = new CoffWorkshop();
        Refused(await PatchedAsync(workshop, (bytes, _) => bytes[BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)) + 16] = 99),
            "member.o", "storage class 99", "--slim strip");
    }

    [Theory]
    [InlineData(SlimMode.Strip)]
    [InlineData(SlimMode.Full)]
    public async Task An_object_for_two_machines_at_once(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        Refused(await PatchedAsync(workshop, (bytes, _) => BinaryPrimitives.WriteUInt16LittleEndian(bytes, 0xa641)), mode, "member.o",
            "ARM64EC");
    }

    [Fact]
    public async Task A_machine_with_other_tables_for_exceptions_but_strip_takes_it()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.ArchiveAsync("lib.lib",
            await workshop.CompileAsync("i686-pc-windows-msvc", "member.c", Code, "-g", "-gcodeview"));
        Refused(library, "member.o", "i686", "--slim strip");
        var stripped = CoffWorkshop.Slim(library, mode: SlimMode.Strip);
        Assert.True(stripped.Summary.OutputSize < stripped.Summary.InputSize);
        Assert.Equal(["_lib_f", "_used"], await workshop.DefinedAsync(stripped.Output));
    }

    [Fact]
    public async Task A_directive()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.LibraryAsync(CoffWorkshop.Microsofts, "lib.lib",
            ("member.c", "#pragma comment(linker, \"/strange:lib_f\")\nint lib_f(void) { return 1; }"));
        Refused(library, "member.o", "/strange:lib_f", "--slim strip");
    }

    /// <summary>With /GL a Microsoft compiler writes no machine code.</summary>
    [Theory]
    [InlineData(SlimMode.Strip)]
    [InlineData(SlimMode.Full)]
    public async Task What_is_machine_code_only_after_its_own_compiler_links(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        var code = await workshop.CompileAsync(CoffWorkshop.Microsofts, "code.c", Code);
        byte[] ltcg = [0, 0, 0xff, 0xff, 1, 0, 0x64, 0x86, 0, 0, 0, 0, 0x38, 0xfe, 0xb3, 0x0c, 0xa5, 0xd9, 0xab, 0x4d, 0xac, 0x9b, 0xd6,
            0xb6, 0x22, 0x26, 0x53, 0xc2, 0, 0, 0, 0];
        await File.WriteAllBytesAsync(workshop["gl.o"], ltcg, TestContext.Current.CancellationToken);
        var bitcode = await workshop.CompileAsync(CoffWorkshop.Microsofts, "bitcode.c", "int g(void) { return 1; }", "-flto");
        var slim = await workshop.CompileWithGccAsync("slim.c", "int h(void) { return 1; }", "-flto", "-fno-fat-lto-objects");
        Refused(await workshop.ArchiveAsync("gl.lib", code, workshop["gl.o"]), mode, "gl.o", "/GL");
        Refused(await workshop.ArchiveAsync("bitcode.lib", code, bitcode), mode, "bitcode.o", "link-time optimization");
        Refused(await workshop.ArchiveAsync("slim.lib", code, slim), mode, "slim.o", "link-time optimization");
    }

    [Fact]
    public async Task Two_strong_definitions_of_one_name()
    {
        using var workshop = new CoffWorkshop();
        var library = await workshop.LibraryAsync(CoffWorkshop.Microsofts, "lib.lib",
            ("one.c", "int other(void); int twice(void) { return 1; } int lib_f(void) { return other() + twice(); }"),
                ("two.c", "int twice(void) { return 2; } int other(void) { return 3; }"));
        Refused(library, "two.o", "twice", "one.o");
    }

    /// <summary>A linker would find the name, and nothing behind it.</summary>
    [Theory]
    [InlineData(SlimMode.Strip)]
    [InlineData(SlimMode.Full)]
    public async Task A_visible_symbol_among_debugging_data(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        var library = await PatchedAsync(workshop, (bytes, _) =>
        {
            var symbols = bytes.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)));
            BinaryPrimitives.WriteInt16LittleEndian(symbols[(symbols.IndexOf("lib_f\0\0\0"u8) + 12)..], -2);
        });
        var refusal = Assert.ThrowsAny<InputException>(() => LibrarySlimmer.Slim(library, workshop["out.lib"],
            new SlimOptions { Mode = mode, Exports = new HashSet<string> { "lib_f" }, Suffix = "x" }));
        Assert.Contains("lib.lib(member.o)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("which others see, in a section", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("it among debugging data", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(workshop["out.lib"]));
    }

    [Fact]
    public async Task Unwind_entries_without_contents()
    {
        using var workshop = new CoffWorkshop();
        var library = await PatchedAsync(workshop, (bytes, _) =>
        {
            var section = bytes.AsSpan().IndexOf(".pdata\0\0"u8);
            bytes[section + 36] = 0x80;
        });
        Refused(library, "member.o", "the section .pdata has no contents", "--slim strip");
    }

    /// <summary>The entries of a function's COMDAT are tied to another function's.</summary>
    [Fact]
    public async Task Unwind_entries_of_another_COMDAT()
    {
        using var workshop = new CoffWorkshop();
        var member = await workshop.CompileAsync(CoffWorkshop.Microsofts, "member.c",
            "int used(int); int lib_f(int x) { return used(x) + 1; } __declspec(noinline) int used(int x) { return lib_f(x) * 3; }",
            "-ffunction-sections", "-fno-optimize-sibling-calls");
        var bytes = await File.ReadAllBytesAsync(member, TestContext.Current.CancellationToken);
        var symbols = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        int[] definitions =
        [
            .. Enumerable.Range(0, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12))).Select(index => symbols + 18 * index)
                .Where(at => bytes.AsSpan(at).StartsWith(".pdata\0\0"u8) && bytes[at + 17] == 1).Select(at => at + 18),
        ];
        Assert.Equal(2, definitions.Length);
        // Both follow the first one's parent (PE Format, "Auxiliary Format 5: Section Definitions", Number).
        bytes.AsSpan(definitions[0] + 12, 2).CopyTo(bytes.AsSpan(definitions[1] + 12));
        await File.WriteAllBytesAsync(member, bytes, TestContext.Current.CancellationToken);
        var library = await workshop.ArchiveAsync("lib.lib", member);
        Refused(library, "member.o", "not every entry in it is for a function there", "--slim strip");
    }

    private static void Refused(string library, params string[] words) => Refused(library, SlimMode.Full, words);

    private static void Refused(string library, SlimMode mode, params string[] words)
    {
        var refusal = Assert.ThrowsAny<InputException>(() => CoffWorkshop.Slim(library, mode: mode));
        foreach (var word in words) Assert.Contains(word, refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(library)!, $"{Path.GetFileName(library)}.{mode}*"));
    }

    /// <summary>A library of one member, of which some bytes are others.</summary>
    /// <param name="workshop">Where.</param>
    /// <param name="patch">Given the member's bytes, and where the first section header with relocations is.</param>
    private static async Task<string> PatchedAsync(CoffWorkshop workshop, Action<byte[], int> patch)
    {
        var member = await workshop.CompileAsync(CoffWorkshop.Microsofts, "member.c", Code, "-g", "-gcodeview");
        var bytes = await File.ReadAllBytesAsync(member, TestContext.Current.CancellationToken);
        var section = 20;
        while (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(section + 32)) == 0 || bytes[section + 1] != 't') section += 40;
        patch(bytes, section);
        await File.WriteAllBytesAsync(member, bytes, TestContext.Current.CancellationToken);
        return await workshop.ArchiveAsync("lib.lib", member);
    }
}
