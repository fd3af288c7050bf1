using System.Buffers.Binary;
using StaticLibraries;
using StaticLibraries.Objects;
using StaticLibraries.Slimming;

namespace Slimmer.Tests.MachO;

/// <summary>
/// What may mean something by its place, or has no machine code, is named with its member, and what to do; nothing is written.
/// </summary>
public sealed class What_is_not_known_is_refused
{
    private const string Way = "; --slim strip takes debugging data away and leaves the rest as it is";

    [Theory]
    [InlineData("i386-apple-macos10.13", "it is for i686, with addresses of 32 bits")]
    [InlineData("armv7k-apple-watchos7", "it is for arm, with addresses of 32 bits")]
    [InlineData("arm64e-apple-ios14", "it is for arm64e, whose signed pointers")]
    public async Task Other_machines(string target, string why)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await workshop.LibraryAsync("lib.a", ("code.c", "int lib_f(void) { return 1; }", [$"--target={target}"]));
        foreach (var mode in (SlimMode[])[SlimMode.Full, SlimMode.Strip])
        {
            var error = Assert.Throws<InputException>(() => Workshop.Slim(library, mode: mode));
            Assert.Contains($"lib.a(code.o): {why}", error.Message, StringComparison.Ordinal);
            Assert.EndsWith("; --slim none packs the library as it is", error.Message, StringComparison.Ordinal);
            Assert.False(File.Exists($"{library}.{mode}.a"));
        }
    }

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task Libraries_for_several_machines_at_once(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        (string Name, uint Number)[] machines = [("x86_64", 0x0100_0007), ("arm64", 0x0100_000c)];
        var libraries = new List<byte[]>();
        foreach (var (machine, _) in machines)
        {
            libraries.Add(File.ReadAllBytes(await workshop.LibraryAsync($"{machine}.a",
                ("code.c", "int lib_f(void) { return 1; }", Apple.Flags(machine)))));
        }

        // As lipo writes it (mach-o/fat.h).
        uint[] header = [0xcafebabe, 2, machines[0].Number, 3, 64, (uint)libraries[0].Length, 3,
            machines[1].Number, 0, 64 + (uint)libraries[0].Length, (uint)libraries[1].Length, 3];
        byte[] start = [.. header.SelectMany(number => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(number)))];
        File.WriteAllBytes(workshop["lib.a"], [.. start, .. new byte[64 - start.Length], .. libraries[0], .. libraries[1]]);
        var error = Assert.Throws<ArchiveFormatException>(() => LibrarySlimmer.Slim(workshop["lib.a"], workshop["out.a"],
            new SlimOptions { Mode = mode, Exports = new HashSet<string> { "lib_f" }, Suffix = "x" }));
        Assert.Contains("a universal file with one for each of x86_64, aarch64; take out the one for the target (on a Mac: lipo lib.a -thin",
            error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(workshop["out.a"]));
    }

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task Bitcode(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await workshop.LibraryAsync("lib.a", ("fine.c", "int lib_g(void) { return 1; }", Apple.Flags("arm64")),
            ("lto.c", "int lib_f(void) { return 1; }", [.. Apple.Flags("arm64"), "-flto"]));
        var error = Assert.Throws<ArchiveFormatException>(() =>
            LibrarySlimmer.Slim(library, workshop["out.a"],
            new SlimOptions { Mode = mode, Exports = new HashSet<string> { "lib_g" }, Suffix = "x" }));
        Assert.Equal("lto.o", error.Member);
    }

    [Fact]
    public async Task Sections_of_an_unknown_type()
    {
        var error = await RefusalAsync(".section __DATA,__lazy,lazy_symbol_pointers\n.quad 0\n.text\n.globl _lib_f\n_lib_f: ret\n");
        Assert.EndsWith($"lib.a(odd.o): the section __DATA,__lazy is of type 0x7, which is not known here{Way}", error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_that_choose_another_when_they_are_loaded()
    {
        var error = await RefusalAsync(".globl _lib_f\n.symbol_resolver _lib_f\n_lib_f: ret\n");
        Assert.Contains("lib.a(odd.o): the symbol _lib_f is a function that chooses another one", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unwind_records_of_an_unknown_form()
    {
        var error = await RefusalAsync(
            ".globl _lib_f\n_lib_f: ret\n.section __TEXT,__eh_frame,coalesced,no_toc+strip_static_syms+live_support\nLcie: .long "
            + "Lend-Lstart\nLstart: .long 0\n.byte 1\n.asciz \"zQ\"\n.byte 1,0x78,16,0\n.p2align 2\nLend:\n");
        Assert.Contains("lib.a(odd.o): an unwind record in the section __TEXT,__eh_frame is augmented with \"zQ\"", error,
            StringComparison.Ordinal);
    }

    /// <summary>By a changed byte, since no assembler writes them: a load command and a kind of relocation.</summary>
    [Fact]
    public async Task Load_commands_and_relocations_that_are_new()
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await workshop.LibraryAsync("lib.a",
            ("code.c", "int puts(const char *); int lib_f(void) { return puts(\"x\"); }", [.. Apple.Flags("arm64"), "-g"]));
        var bytes = File.ReadAllBytes(library);
        var start = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xcf, 0xfa, 0xed, 0xfe]);
        var segment = start + 32;
        var build = segment + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(segment + 4));
        Assert.Equal(0x32, bytes[build]);
        bytes[build] = 0x7e;
        File.WriteAllBytes(library, bytes);
        Assert.EndsWith($"lib.a(code.o): the load command 0x7e is not known here{Way}", Assert.Throws<InputException>(() =>
            Workshop.Slim(library)).Message, StringComparison.Ordinal);
        // It may have offsets into the file: such a member stays as it is.
        var (stripped, summary) = Workshop.SlimWith(library, mode: SlimMode.Strip);
        Assert.Equal(["code.o is kept as it is: the load command 0x7e is not known here"], summary.Findings);
        Assert.Equal(["_lib_f"], await workshop.DefinedAsync(stripped));

        bytes[build] = 0x32;
        var relocations = start + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(segment + 72 + 56));
        bytes[relocations + 7] = (byte)((bytes[relocations + 7] & 0xf) | 0xb0);
        File.WriteAllBytes(library, bytes);
        Assert.Contains("lib.a(code.o): a relocation at 0x", Assert.Throws<InputException>(() => Workshop.Slim(library)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>By the place of its name (mach-o/nlist.h, n_strx), which is where no name is.</summary>
    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task A_global_symbol_without_a_name(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await workshop.LibraryAsync("lib.a",
            ("code.c", "int puts(const char *); int lib_f(void) { return puts(\"x\"); }", Apple.Flags("arm64")));
        var bytes = File.ReadAllBytes(library);
        var start = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xcf, 0xfa, 0xed, 0xfe]);
        var command = start + 32;
        while (Number(command) != 2) command += Number(command + 4);
        var puts = bytes.AsSpan(start + Number(command + 16)).IndexOf("_puts\0"u8);
        var symbol = start + Number(command + 8);
        while (Number(symbol) != puts) symbol += 16;
        bytes.AsSpan(symbol, 4).Clear();
        File.WriteAllBytes(library, bytes);
        var error = Assert.Throws<ArchiveFormatException>(() => Workshop.Slim(library, mode: mode));
        Assert.Equal("code.o", error.Member);
        Assert.Contains(", which is not local, found none; ", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists($"{library}.{mode}.a"));

        int Number(int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset));
    }

    [Fact]
    public async Task Exports_that_are_hidden()
    {
        var error = await RefusalAsync(".globl _lib_f\n.private_extern _lib_f\n_lib_f: ret\n");
        Assert.Contains("lib.a(odd.o): _lib_f is to be exported and is hidden: ", error, StringComparison.Ordinal);
        Assert.Contains("; build the library without -fvisibility=hidden, or mark", error, StringComparison.Ordinal);
    }

    /// <summary>The runtime finds classes by their names: nothing makes them a pack's own.</summary>
    [Fact]
    public async Task A_class_of_Objective_C_is_told()
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var (_, summary) = Workshop.SlimWith(await Apple.NastyAsync(workshop, "arm64"), "uniffi_");
        Assert.Contains("o.o defines the Objective-C class Foo: a program knows classes by their names, so that two libraries with this "
            + "one cannot be in one program", summary.Findings);
    }

    private static async Task<string> RefusalAsync(string assembly)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await workshop.LibraryAsync("lib.a", ("odd.s", assembly + ".subsections_via_symbols\n", Apple.Flags("x86_64")));
        return Assert.Throws<InputException>(() =>
            LibrarySlimmer.Slim(library, workshop["out.a"],
            new SlimOptions { Mode = SlimMode.Full, Exports = new HashSet<string> { "lib_f" }, Suffix = "x" })).Message;
    }
}
