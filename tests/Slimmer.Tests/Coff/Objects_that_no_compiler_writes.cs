using System.Buffers.Binary;
using System.Text;
using StaticLibraries;
using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming;

namespace Slimmer.Tests.Coff;

/// <summary>
/// What fuzzing made of compilers' objects: each differs at one described place from what the compiler wrote. It is refused in words that
/// name the member and the place, and nothing is written.
/// </summary>
public sealed class Objects_that_no_compiler_writes
{
    private const string Code =
        "static int used_by_pointer(int x) { return x + 1; } int (*lib_pointer)(int) = used_by_pointer; "
        + "int a_name_of_more_than_eight_letters(int); int lib_f(int x) { return a_name_of_more_than_eight_letters(lib_pointer(x)); }";

    /// <summary>Of a symbol's record (PE Format, "COFF Symbol Table"): where its section's number is, and its storage class.</summary>
    private const int SectionNumber = 12, StorageClass = 16, RecordSize = 18;

    /// <summary>Of a section's header: where its flags are.</summary>
    private const int Flags = 36;

    /// <summary>What it falls back to is in no section, and no other member could define it.</summary>
    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task A_weak_external_whose_default_is_nowhere(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        var member = await workshop.CompileWithGccAsync(
            "member.c", "int maybe(int) __attribute__((weak)); int lib_f(int x) { return maybe ? maybe(x) : x; }");
        var library = await DamagedAsync(workshop, member, (bytes, read) =>
        {
            var record = bytes.Slice((int)read.Header.SymbolTableOffset + RecordSize * read.WeakExternals.Single().Value.Default);
            BinaryPrimitives.WriteInt16LittleEndian(record[SectionNumber..], 0);
            record[StorageClass] = CoffSymbol.Static;
        });
        Refused(library, mode, "expected a default that is somewhere for the weak external ", "which is in no section");
    }

    /// <summary>The guard table of functions whose addresses are taken holds numbers of symbols; here it says that it is zeros.</summary>
    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task A_table_of_symbols_without_contents(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        var library = await DamagedAsync(workshop, await GuardedAsync(workshop), (bytes, read) =>
        {
            var header = HeaderOf(read, ".gfids$y");
            bytes[header + Flags] = (byte)CoffSectionHeader.Uninitialized;
        });
        Refused(library, mode, "bytes of a table of symbols, found a section without contents");
    }

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task A_table_of_symbols_that_are_not_there(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        var library = await DamagedAsync(workshop, await GuardedAsync(workshop), (bytes, read) =>
        {
            var section = Array.FindIndex(read.Sections, 1, section => NameOf(read, section) == ".gfids$y");
            bytes.Slice((int)read.Sections[section].RawOffset, 4).Fill(0x7f);
        });
        Refused(library, mode, "expected the number of a symbol, less than ");
    }

    /// <summary>Longer names than eight letters are in it, and its first four bytes are its size.</summary>
    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task A_string_table_of_zeros(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        var library = await DamagedAsync(workshop, await GuardedAsync(workshop), (bytes, read) =>
            bytes.Slice((int)read.Header.SymbolTableOffset + RecordSize * read.Symbols.Length).Clear());
        Refused(library, mode, "expected the string table with a name at offset 0x", "found 0 bytes");
    }

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task A_visible_symbol_without_a_name(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        var library = await DamagedAsync(workshop, await GuardedAsync(workshop), (bytes, read) =>
        {
            using var names = read.OpenNames();
            var index = 0;
            while (!names[read.Symbols[index]].SequenceEqual("a_name_of_more_than_eight_letters"u8)) index++;
            bytes.Slice((int)read.Header.SymbolTableOffset + RecordSize * index, 8).Clear();
        });
        Refused(library, mode, "expected a name for the symbol ", ", which others see, found none; ");
    }

    /// <summary>A section with IMAGE_SCN_LNK_REMOVE is in no program: an export in it would be in none.</summary>
    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task An_export_in_a_section_of_no_program(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        var library = await DamagedAsync(workshop, await GuardedAsync(workshop), (bytes, read) =>
            bytes[HeaderOf(read, ".text") + Flags + 1] |= (byte)(CoffSectionHeader.Remove >> 8));
        Refused(library, mode, "lib_f is to be exported, and is in a section that is in no program; build ");
    }

    private static Task<string> GuardedAsync(CoffWorkshop workshop) =>
        workshop.CompileAsync(
            CoffWorkshop.Microsofts, "member.c", Code, "-g", "-gcodeview", "-Xclang", "-cfguard", "-fno-function-sections");

    private static int HeaderOf(CoffRelocatable read, string name) =>
        (int)read.Header.SectionTableOffset
        + CoffSectionHeader.Size * (Array.FindIndex(read.Sections, 1, section => NameOf(read, section) == name) - 1);

    /// <summary>One of three entries is of a function that nobody calls; the name behind them all is behind what is left.</summary>
    [Fact]
    public async Task A_name_behind_the_last_unwind_entry()
    {
        using var workshop = new CoffWorkshop();
        var member = await workshop.CompileAsync(CoffWorkshop.Microsofts, "member.s", """
            .section .text,"xr",one_only,lib_f
            .globl lib_f
            lib_f: ret
            lib_f_end:
            .section .text,"xr",one_only,dead
            .globl dead
            dead: ret
            dead_end:
            .section .text,"xr",one_only,lib_g
            .globl lib_g
            lib_g: ret
            lib_g_end:
            .section .xdata,"dr"
            info: .long 1
            .section .pdata,"dr"
            .rva lib_f
            .rva lib_f_end
            .rva info
            .rva dead
            .rva dead_end
            .rva info
            .rva lib_g
            .rva lib_g_end
            .rva info
            .globl lib_end
            lib_end:

            """);
        var (output, _) = CoffWorkshop.Slim(await workshop.ArchiveAsync("lib.lib", member));
        Assert.Equal(24, (await workshop.SectionsAsync(output))[".pdata"]);
        Assert.Matches(@"\b0*18\b.* lib_end", await workshop.RunAsync("llvm-nm", output));
    }

    private static string NameOf(CoffRelocatable read, in CoffSectionHeader section)
    {
        using var names = read.OpenNames();
        return Encoding.UTF8.GetString(names[section]);
    }

    /// <summary>A library of one member, of which some bytes are others, with the index of the member as it was.</summary>
    private static async Task<string> DamagedAsync(CoffWorkshop workshop, string member, Change change)
    {
        var library = await workshop.ArchiveAsync("lib.lib", member);
        var (archive, bytes) = (File.ReadAllBytes(library), File.ReadAllBytes(member));
        var start = archive.AsSpan().IndexOf(bytes);
        using (var file = FileBytes.Open(member)) change(archive.AsSpan(start, bytes.Length), new CoffRelocatable(new ByteRange(file)));
        File.WriteAllBytes(library, archive);
        return library;
    }

    private static void Refused(string library, SlimMode mode, params string[] words)
    {
        var output = library + ".out";
        var refusal = Assert.ThrowsAny<InputException>(() => LibrarySlimmer.Slim(
            library, output, new SlimOptions { Mode = mode, Exports = new HashSet<string> { "lib_f" }, Suffix = "x" }));
        Assert.Contains("lib.lib(member.o)", refusal.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(library)!, "*.out*"));
    }

    /// <param name="bytes">The member's.</param>
    /// <param name="read">The member as it was.</param>
    private delegate void Change(Span<byte> bytes, CoffRelocatable read);
}
