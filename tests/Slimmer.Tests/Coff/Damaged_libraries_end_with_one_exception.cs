using StaticLibraries;
using StaticLibraries.Slimming;

namespace Slimmer.Tests.Coff;

/// <summary>Whatever the bytes are: a slimmed library, or one exception that says what is wrong.</summary>
public sealed class Damaged_libraries_end_with_one_exception
{
    private const int Rounds = 1000;

    [Theory]
    [InlineData(SlimMode.Strip)]
    [InlineData(SlimMode.Full)]
    public async Task Cut_short_or_with_bytes_that_are_others(SlimMode mode)
    {
        using var workshop = new CoffWorkshop();
        string[] flags = ["-g", "-gcodeview", "-fno-exceptions", "-Xclang", "-cfguard"];
        var exports = new HashSet<string> { "nasty" };
        var random = Chance.New();
        foreach (var member in (string[])[await workshop.CompileAsync(CoffWorkshop.Microsofts, "coff/one.cpp", null, flags),
            await workshop.CompileWithGccAsync("c.c",
                "int weak(void) __attribute__((weak)); int weak(void) { return 1; } int nasty(void) { return weak(); }", "-g")])
        {
            var whole = await File.ReadAllBytesAsync(member, TestContext.Current.CancellationToken);
            for (var round = 0; round < Rounds; round++)
            {
                var bytes = round % 3 == 0 ? whole[..random.Next(whole.Length)] : whole.ToArray();
                for (var change = random.Next(1, 4); change > 0 && round % 3 != 0; change--)
                {
                    bytes[Place(random, bytes.Length)] = (byte)random.Next(256);
                }

                Check(workshop, bytes, mode, exports, $"round {round}, {Path.GetFileName(member)}");
            }
        }
    }

    /// <summary>Headers are where most can go wrong.</summary>
    private static int Place(Random random, int length) => random.Next(2) == 0 ? random.Next(Math.Min(length, 400)) : random.Next(length);

    private static void Check(CoffWorkshop workshop, byte[] bytes, SlimMode mode, HashSet<string> exports, string what)
    {
        using (var archive = File.Create(workshop["damaged.lib"]))
        {
            archive.Write("!<arch>\n"u8);
            archive.Write(System.Text.Encoding.ASCII.GetBytes($"{"member.o/",-16}{0,-12}{0,-6}{0,-6}{"644",-8}{bytes.Length,-10}`\n"));
            archive.Write(bytes);
            if (bytes.Length % 2 != 0) archive.WriteByte((byte)'\n');
        }

        File.Delete(workshop["slimmed.lib"]);
        try
        {
            LibrarySlimmer.Slim(workshop["damaged.lib"], workshop["slimmed.lib"],
                new SlimOptions { Mode = mode, Exports = exports, Suffix = "pack_a" });
        }
        catch (InputException)
        {
            Assert.False(File.Exists(workshop["slimmed.lib"]));
            Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(workshop["x"])!, "*.partial"));
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
        }
    }
}
