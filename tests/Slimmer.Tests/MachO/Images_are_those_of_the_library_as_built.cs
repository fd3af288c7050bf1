using StaticLibraries.Slimming;

namespace Slimmer.Tests.MachO;

/// <summary>
/// A program for macOS has the same sections with the library as built and with what was made of it, as LLVM's linker sees it; nothing
/// here runs one.
/// </summary>
public sealed class Images_are_those_of_the_library_as_built
{
    private static readonly string[][] s_links = [["-all_load", "-dead_strip"], ["-dead_strip"], ["-all_load"], []];

    /// <summary>Weak definitions that are local need no way to be replaced when a program is loaded.</summary>
    private static readonly string[] s_ofWeakDefinitions =
        ["__TEXT,__stubs", "__TEXT,__stub_helper", "__DATA,__la_symbol_ptr", "__DATA_CONST,__got"];

    /// <summary>LLVM's older linker keeps or drops these as a whole, per member.</summary>
    private static readonly string[] s_undivided =
        ["__TEXT,__eh_frame", "__TEXT,__literal4", "__TEXT,__literal8", "__TEXT,__literal16", "__TEXT,__cstring"];

    public static TheoryData<string, string> Ways =>
        new MatrixTheoryData<string, string>(Apple.Machines.Select(row => row.Data), ["-O1", "-g"]);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task With_what_is_alive_alone(string machine, string flag)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await Apple.NastyAsync(workshop, machine, flag);
        var slimmed = Workshop.Slim(library, "uniffi_");
        foreach (var linker in Apple.Linkers)
        {
            var expected = await LinkAsync(workshop, machine, linker, library, "-all_load", "-dead_strip");
            foreach (var link in s_links)
            {
                var actual = await LinkAsync(workshop, machine, linker, slimmed, link);
                Assert.Equal(expected.Keys.Order(), actual.Keys.Select(NameInPack).Order());
                foreach (var (name, section) in actual)
                {
                    var size = expected[NameInPack(name)].Size;
                    if (s_ofWeakDefinitions.Contains(name)) Assert.InRange(section.Size, 0, size);
                    else if (!s_undivided.Contains(name) || (linker != "ld64.lld-14" && link.Contains("-dead_strip"))) Assert.InRange(
                        section.Size, size - Padding(name), size + Padding(name));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Byte_for_byte_without_debugging_data(string machine, string flag)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await Apple.NastyAsync(workshop, machine, flag);
        var stripped = Workshop.Slim(library, "uniffi_", SlimMode.Strip);
        foreach (var linker in Apple.Linkers)
        {
            foreach (var link in s_links)
            {
                var expected = await LinkAsync(workshop, machine, linker, library, link);
                var actual = await LinkAsync(workshop, machine, linker, stripped, link);
                Assert.Equal(expected.Keys, actual.Keys);
                foreach (var (name, section) in expected)
                    Assert.Equal((name, section.Size, Convert.ToHexString(section.Bytes)),
                        (name, actual[name].Size, Convert.ToHexString(actual[name].Bytes)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Apple.Machines), MemberType = typeof(Apple))]
    public async Task Two_packs_are_in_one_program(string machine)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        // The names of Objective-C's classes are one program's: two packs cannot have them.
        var one = await workshop.LibraryAsync("one.a", [.. Inputs("uniffi_slim_m")]);
        var other = await workshop.LibraryAsync("other.a", [.. Inputs("uniffi_slim_n", "-Duniffi_slim_m=uniffi_slim_n")]);
        string[] slimmed = [Workshop.Slim(one, "uniffi_", suffix: "pack_a"), Workshop.Slim(other, "uniffi_", suffix: "pack_b")];
        foreach (var linker in Apple.Linkers)
        {
            foreach (var link in s_links)
            {
                var alone = await Apple.LinkAsync(workshop, machine, linker, [slimmed[0]], ["uniffi_slim_m"], link);
                var both = await Apple.LinkAsync(workshop, machine, linker, slimmed, ["uniffi_slim_m", "uniffi_slim_n"], link);
                var sets = both.Where(section => NameInPack(section.Key) == "__DATA,__myset").Select(section => section.Value.Size);
                Assert.Equal([8, 8], sets);
                Assert.InRange(both["__TEXT,__text"].Size, 2 * alone["__TEXT,__text"].Size - 64, 2 * alone["__TEXT,__text"].Size + 64);
            }
        }

        IEnumerable<(string, string?, string[])> Inputs(string export, params string[] flags) =>
            ((string[])["a.cpp", "b.cpp", "k.c", "s.S"]).Select(name =>
                ($"macho/{name}", (string?)null, (string[])[.. Apple.Flags(machine), "-fcommon", .. flags]));
    }

    private static Task<IReadOnlyDictionary<string,
        ImageSection>> LinkAsync(Workshop workshop, string machine, string linker, string library, params string[] flags) =>
        Apple.LinkAsync(workshop, machine, linker, [library], ["uniffi_slim_m", "uniffi_slim_objc"], flags);

    /// <summary>The name that a section has in the library as built: a set of the pack's own has another one.</summary>
    private static string NameInPack(string name) => name.StartsWith("__DATA,__myset_", StringComparison.Ordinal) ? "__DATA,__myset"
        : name;

    /// <summary>In bytes: between and behind atoms.</summary>
    private static int Padding(string section) => section is "__TEXT,__text" or "__TEXT,__const" ? 32 : section == "__TEXT,__unwind_info"
        ? 16 : 8;
}
