using StaticLibraries.Slimming;

namespace Slimmer.Tests;

/// <summary>
/// A library of everything that C and C++ compilers write, linked as it was built and slimmed, alone and twice, by every linker.
/// </summary>
public sealed class Programs_give_the_answers_that_they_gave
{
    private const string Once = """
        #include <stdio.h>
        int nasty(char *, int);
        int main(void) { char b[500]; nasty(b, 500); puts(b); nasty(b, 500); puts(b); return 0; }
        """;

    private const string Twice = """
        #include <stdio.h>
        int nasty(char *, int); int nasty_b(char *, int);
        int main(void) { char b[500]; nasty(b, 500); puts(b); nasty_b(b, 500); puts(b); nasty(b, 500); puts(b); return 0; }
        """;

    public static TheoryData<Toolchain> Toolchains => [Toolchain.Gcc, Toolchain.Clang, Toolchain.Arm64];

    [Theory]
    [MemberData(nameof(Toolchains))]
    public async Task With_every_linker_alone_and_with_another_of_its_kind(Toolchain toolchain)
    {
        using var workshop = new Workshop(toolchain);
        var (library, other) = (await NastyAsync(workshop, toolchain, "nasty"), await NastyAsync(workshop, toolchain, "nasty_b"));
        var lines = (await workshop.LinkAndRunAsync(Once, [library])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("caught 1017", lines[1], StringComparison.Ordinal);

        var (slimmed, summary) = Workshop.SlimWith(library, "nasty");
        Assert.Equal(["nasty"], await workshop.DefinedAsync(slimmed));
        Assert.True(summary.PiecesKept.Count < summary.Pieces.Count);
        var (stripped, slimmedOther) = (Workshop.Slim(library, "nasty", SlimMode.Strip), Workshop.Slim(other, "nasty_b", suffix: "pack_b"));
        foreach (var linker in toolchain.Linkers)
        {
            // Without being told so, lld leaves out the elements of sets: of the library as it was built too.
            string[] sets = linker == "lld" ? ["-Wl,-z,nostart-stop-gc"] : [];
            foreach (var gc in (string[])["-Wl,--no-gc-sections", "-Wl,--gc-sections"])
            {
                string[] flags = [.. Toolchain.Use(linker), gc, "-Wl,--fatal-warnings"];
                Assert.Equal(string.Join('\n', lines), await workshop.LinkAndRunAsync(Once, [slimmed], flags));
                Assert.Equal(string.Join('\n', lines), await workshop.LinkAndRunAsync(Once, [stripped], [.. flags, .. sets]));
                var both = await workshop.LinkAndRunAsync(Twice, [slimmed, slimmedOther], flags);
                Assert.Equal([lines[0], lines[0], lines[1], lines[1], lines[2]], both.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }

    private static Task<string> NastyAsync(Workshop workshop, Toolchain toolchain, string export)
    {
        var isGcc = toolchain != Toolchain.Clang;
        string[] debug = isGcc ? ["-g3", "-fdebug-types-section"] : ["-g", "-faddrsig"];
        string[] lto = isGcc ? ["-flto", "-ffat-lto-objects"] : ["-Xclang", "-fembed-bitcode=all"];
        return workshop.LibraryAsync(
            $"lib{export}.a",
            ("a.cpp", null, [.. debug, "-fpatchable-function-entry=2", $"-Dnasty={export}"]),
            ("b.cpp", null, [.. debug, .. lto]),
            ("c.c", null, [.. debug, "-fcommon"]),
            ("d.c", null, debug),
            ("n.c", null, debug),
            ("s.S", null, []),
            ("u.c", null, debug));
    }
}
