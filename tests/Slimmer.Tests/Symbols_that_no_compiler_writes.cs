using System.Buffers.Binary;
using System.Text;
using StaticLibraries;
using StaticLibraries.Elf;
using StaticLibraries.Objects;
using StaticLibraries.Slimming;

namespace Slimmer.Tests;

/// <summary>
/// What fuzzing made of compilers' objects: each differs at one described place from what the compiler wrote. It is refused in words that
/// name the member and the place, and nothing is written.
/// </summary>
public sealed class Symbols_that_no_compiler_writes
{
    private const string Code =
        "int lib_room; int used(int); int lib_f(int x) { return used(x) + lib_room; } "
        + "__attribute__((noinline)) int used(int x) { return x * 3; }";

    private const int Name = 0, Info = 4, Section = 6;

    /// <summary>Room that several members share is nobody's if it is local.</summary>
    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task A_common_symbol_that_is_local(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await DamagedAsync(
            workshop, "lib_room", (symbol, _) => symbol[Info] = ElfSymbolEntry.Local << 4 | ElfSymbolEntry.Data);
        Refused(workshop, library, mode, ", which is common, seen by others, found it local; ");
    }

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task A_global_symbol_without_a_name(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await DamagedAsync(workshop, "used", (symbol, _) => symbol.Slice(Name, 4).Clear());
        Refused(workshop, library, mode, "expected a name for the symbol ", ", which is not local, found none; ");
    }

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task A_global_symbol_in_the_symbol_table(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var table = 0;
        var library = await DamagedAsync(
            workshop, "used",
            (symbol, read) => BinaryPrimitives.WriteUInt16LittleEndian(symbol[Section..], (ushort)(table = read.SymbolTable)));
        Refused(workshop, library, mode, "in a section with code or data, found it in the section " + table + ", of type 2; ");
    }

    /// <summary>A section with SHF_EXCLUDE is in no program: an export in it would be in none.</summary>
    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task An_export_in_a_section_of_no_program(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a", ("odd.s", ".section .text.f,\"axe\",@progbits\n.globl lib_f\nlib_f: ret\n.section .note.GNU-stack\n", []));
        Refused(workshop, library, mode, "lib.a(odd.o): lib_f is to be exported, and is in a section that is in no program; build ");
    }

    /// <summary>A relocation of no symbol is right where the table of symbols has not even its first entry, which stands for none.</summary>
    [Fact]
    public async Task A_relocation_of_no_symbol_and_no_symbols()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await workshop.LibraryAsync(
            "lib.a", ("odd.s", ".text\nnop\n.reloc 0, R_X86_64_NONE\n.section .comment\n.long 1\n.section .note.GNU-stack\n", []));
        var archive = File.ReadAllBytes(library);
        var start = archive.AsSpan().IndexOf("\u007fELF"u8);
        var headers = BinaryPrimitives.ReadInt32LittleEndian(archive.AsSpan(start + 0x28)); // e_shoff
        const int HeaderSize = 64, Type = 4, Size = 0x20, SymbolTable = 2;
        var header = start + headers;
        while (BinaryPrimitives.ReadInt32LittleEndian(archive.AsSpan(header + Type)) != SymbolTable) header += HeaderSize;
        archive.AsSpan(header + Size, 8).Clear();
        File.WriteAllBytes(library, archive);
        var options = new SlimOptions { Mode = SlimMode.Strip, Exports = new HashSet<string>(), Suffix = "x" };
        LibrarySlimmer.Slim(library, workshop["out.a"], options);
        Assert.Contains("R_X86_64_NONE", await workshop.RunAsync("llvm-readobj", "-r", workshop["out.a"]), StringComparison.Ordinal);
    }

    /// <summary>A library of one member, of which the entry of one symbol is another, with the index of the member as it was.</summary>
    private static async Task<string> DamagedAsync(Workshop workshop, string symbol, SymbolChange change)
    {
        var member = await workshop.CompileAsync("member.c", Code, "-fcommon");
        var library = await workshop.ArchiveAsync("lib.a", member);
        var archive = File.ReadAllBytes(library);
        var start = archive.AsSpan().IndexOf(File.ReadAllBytes(member));
        using var file = FileBytes.Open(member);
        var read = new ElfRelocatable(new ByteRange(file));
        using var names = read.OpenSymbolNames();
        var wanted = Encoding.UTF8.GetBytes(symbol);
        var index = 0;
        while (!names[read.Symbols[index].Name].SequenceEqual(wanted)) index++;
        var size = ElfSymbolEntry.SizeIn(read.Header);
        change(archive.AsSpan(start + (int)read.Sections[read.SymbolTable].Offset + size * index, size), read);
        File.WriteAllBytes(library, archive);
        return library;
    }

    private static void Refused(Workshop workshop, string library, SlimMode mode, params string[] words)
    {
        var refusal = Assert.ThrowsAny<InputException>(() => LibrarySlimmer.Slim(
            library, workshop["out.a"], new SlimOptions { Mode = mode, Exports = new HashSet<string> { "lib_f" }, Suffix = "x" }));
        if (refusal is ArchiveFormatException damage) Assert.Equal("member.o", damage.Member);
        Assert.All(words, word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(library)!, "out.a*"));
    }

    /// <param name="symbol">Its entry.</param>
    /// <param name="read">The member as it was.</param>
    private delegate void SymbolChange(Span<byte> symbol, ElfRelocatable read);
}
