using StaticLibraries;
using StaticLibraries.Slimming;

namespace Slimmer.Tests.MachO;

/// <summary>Whatever is in a file: it is slimmed, or there is one exception for the user, and nothing is written.</summary>
public sealed class Damaged_members_end_with_one_exception
{
    private const int Tries = 800;

    [Theory]
    [MemberData(nameof(Apple.Machines), MemberType = typeof(Apple))]
    public async Task Whichever_bytes_are_others_or_missing(string machine)
    {
        using var workshop = new Workshop(Toolchain.Clang);
        var library = await workshop.ArchiveAsync("lib.a",
            await workshop.CompileAsync("macho/a.cpp", null, [.. Apple.Flags(machine), "-g"]),
            await workshop.CompileAsync("macho/k.c", null, [.. Apple.Flags(machine), "-fcommon"]));
        var whole = File.ReadAllBytes(library);
        var exports = Workshop.ExportsOf(library, "uniffi_");
        var random = Chance.New();
        var refused = 0;
        for (var index = 0; index < Tries; index++)
        {
            var damaged = index % 8 == 0 ? whole[..random.Next(8, whole.Length)] : [.. whole];
            for (var flips = index % 8 == 0 ? 0 : random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(8, damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(workshop["damaged.a"], damaged);
            var mode = index % 3 == 0 ? SlimMode.Strip : SlimMode.Full;
            try
            {
                LibrarySlimmer.Slim(workshop["damaged.a"], workshop["out.a"],
                    new SlimOptions { Mode = mode, Exports = exports, Suffix = "x" });
                File.Delete(workshop["out.a"]);
            }
            catch (InputException)
            {
                refused++;
                Assert.False(File.Exists(workshop["out.a"]));
            }
            catch (Exception e)
            {
                Assert.Fail($"try {index}, {mode}: {e}");
            }
        }

        Assert.InRange(refused, Tries / 20, Tries);
    }
}
