using System.Globalization;

namespace Slimmer.Tests.MachO;

/// <summary>What lives stays where it was within what its section is aligned to; room that this leaves is nobody's.</summary>
public sealed class Atoms_keep_their_places_in_a_line
{
    [Theory]
    [InlineData(".section __TEXT,__const\n.p2align 4\n_dead: .quad 1\n_live: .quad 2\n", "__TEXT,__const")]
    [InlineData(".section __DATA,__data\n.p2align 4\n_dead: .quad 1\n_live: .quad 2\n", "__DATA,__data")]
    [InlineData(".zerofill __DATA,__bss,_dead,8,4\n.zerofill __DATA,__bss,_live,8,3\n", "__DATA,__bss")]
    [InlineData(".cstring\n.p2align 4\n_dead: .asciz \"1234567\"\n_live: .asciz \"abcdefg\"\n", "__TEXT,__cstring")]
    public async Task Behind_a_first_atom_that_is_dead(string code, string section)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await workshop.LibraryAsync("lib.a",
            ("line.s", code + ".section __DATA,__table\n.globl _lib_table\n_lib_table: .quad _live\n.subsections_via_symbols\n",
                Apple.Flags("arm64")));
        var (slimmed, summary) = Workshop.SlimWith(library);
        Assert.Equal(2, summary.PiecesKept.Count);
        var sections = await workshop.RunAsync("llvm-objdump", "--macho", "--section-headers", slimmed);
        var start = sections.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(words => words.Length > 3 && words[1] == section.Split(',')[1]);
        var symbols = await workshop.RunAsync("llvm-nm", "-m", slimmed);
        var symbol = symbols.Split('\n').Single(line => line.Contains(section, StringComparison.Ordinal));
        Assert.Equal(8, (Address(symbol.Split(' ')[0]) - Address(start[3])) % 16);
    }

    /// <summary>Strings have no names in what is written, but where the name says that one must stay.</summary>
    [Fact]
    public async Task A_string_that_must_stay_stays()
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await workshop.LibraryAsync("lib.a",
            ("kept.s", ".cstring\n_dead: .asciz \"dead\"\n.no_dead_strip _kept\n_kept: .asciz \"kept\"\n.text\n.globl _lib_f\n_lib_f: ret\n"
                + ".subsections_via_symbols\n", Apple.Flags("arm64")));
        var symbols = await workshop.RunAsync("llvm-nm", "-m", Workshop.Slim(library));
        Assert.Contains("(__TEXT,__cstring) non-external [no dead strip]", symbols, StringComparison.Ordinal);
    }

    private static long Address(string text) => long.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
