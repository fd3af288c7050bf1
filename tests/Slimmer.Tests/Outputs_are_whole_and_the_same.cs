using System.Security.Cryptography;
using StaticLibraries;
using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.Slimming;

namespace Slimmer.Tests;

public sealed class Outputs_are_whole_and_the_same
{
    private const string Code = """
        #include <stdio.h>
        __attribute__((section("set"))) static int member = 3; extern int __start_set[], __stop_set[];
        int common; static _Thread_local int local;
        __attribute__((weak)) int hook(void) { return 1; }
        static void dead(void) { puts("dead"); } int dead_too(void) { dead(); return 2; }
        __attribute__((constructor)) static void start(void) { common = hook(); }
        int lib_f(const char *s) { local++; return puts(s) + common + (int)(__stop_set - __start_set) + member; }
        """;

    private static async Task<string> LibraryAsync(Workshop workshop) =>
        await workshop.LibraryAsync(
            "lib.a", ("one.c", Code, ["-g", "-fcommon"]),
            (
                "two.cpp", "struct E {}; extern \"C\" int lib_g(int n) { try { if (n) throw E(); } catch (E &) { return 1; } return 0; }",
                ["-g"]));

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task The_same_input_gives_the_same_bytes(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await LibraryAsync(workshop);
        var first = SHA256.HashData(
            await File.ReadAllBytesAsync(Workshop.Slim(library, mode: mode), TestContext.Current.CancellationToken));
        var copy = workshop["copy.a"];
        File.Copy(library, copy);
        File.SetLastWriteTimeUtc(copy, DateTime.UnixEpoch);
        Assert.Equal(
            first, SHA256.HashData(await File.ReadAllBytesAsync(Workshop.Slim(copy, mode: mode), TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task What_is_slim_is_not_slimmed_further(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var once = Workshop.Slim(await LibraryAsync(workshop), mode: mode);
        var (twice, summary) = Workshop.SlimWith(once, mode: mode);
        Assert.Equal(summary.Pieces, summary.PiecesKept);
        Assert.Equal(new FileInfo(once).Length, new FileInfo(twice).Length);
    }

    /// <summary>
    /// Every byte of the headers and tables is set to what misleads; then the file is cut. There is an output or a message, no
    /// third.
    /// </summary>
    [Theory]
    [InlineData(SlimMode.Full)]
    [InlineData(SlimMode.Strip)]
    public async Task A_damaged_library_ends_with_one_exception(SlimMode mode)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await LibraryAsync(workshop);
        // Without debugging data, so that most of the bytes are of tables.
        var whole = await File.ReadAllBytesAsync(Workshop.Slim(library, mode: SlimMode.Strip), TestContext.Current.CancellationToken);
        var (damaged, output, random, refused) = (workshop["damaged.a"], workshop["out.a"], new Random(1), 0);
        var options = new SlimOptions { Mode = mode, Exports = new HashSet<string> { "lib_f", "lib_g" }, Suffix = "x" };
        for (var round = 0; round < 3000; round++)
        {
            var bytes = whole.ToArray();
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0xff, 1 => 0, _ => (byte)random.Next(256) };
            }

            if (round % 7 == 0) bytes = bytes[..random.Next(bytes.Length)];
            await File.WriteAllBytesAsync(damaged, bytes, TestContext.Current.CancellationToken);
            try
            {
                LibrarySlimmer.Slim(damaged, output, options);
            }
            catch (InputException e)
            {
                refused++;
                Assert.Contains("damaged.a", e.Message, StringComparison.Ordinal);
                Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(output)!, "*.partial"));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"round {round}: {e.Message}", e);
            }
        }

        Assert.InRange(refused, 100, 2990);
    }

    /// <summary>The members and their index, by LLVM's tools and by our reader, which checks one against the other.</summary>
    [Theory]
    [InlineData(ArFlavour.Gnu, "gnu")]
    [InlineData(ArFlavour.Darwin, "darwin")]
    [InlineData(ArFlavour.Coff, "coff")]
    public async Task Archives_are_read_by_others(ArFlavour flavour, string name)
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var one = await workshop.CompileAsync("one.c", "int b_one; int a_one(void) { return 1; }");
        var two = await workshop.CompileAsync("two.c", "int a_two(void) { return 2; }");
        (
            string Path, string Name, string[] Symbols)[] members = [
                (one, "one.o", ["b_one", "a_one"]), (two, "a member with a name that is long.o", ["a_two"]),
                (two, "a member with a name that is long.o", ["a_two"])];
        var path = workshop[$"{name}.a"];
        using (var stream = File.Create(path)) ArWriter.Write(stream, flavour, [.. members.Select(Output)]);

        Assert.Equal(members.Select(member => member.Name), (await workshop.RunAsync("llvm-ar", "t", path)).Split('\n'));
        Assert.Contains(
            "a_two in a member with a name that is long.o", await workshop.RunAsync("llvm-nm", "-M", path), StringComparison.Ordinal);
        await workshop.RunAsync("llvm-ar", "x", path, "one.o");
        Assert.Equal(
            await File.ReadAllBytesAsync(one, TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(workshop["one.o"], TestContext.Current.CancellationToken));
        using var library = StaticLibrary.Open(path);
        Assert.Empty(library.Summarize().Findings);
        Assert.Equal(["a_one", "a_two", "b_one"], library.Summarize().Exports);
        if (flavour == ArFlavour.Darwin) Assert.All(library.Members, member => Assert.Equal(0, member.DataOffset % 8));
        else Assert.Equal(flavour, library.Flavour);

        static ArOutput Output((string Path, string Name, string[] Symbols) member)
        {
            var bytes = File.ReadAllBytes(member.Path);
            return new ArOutput(
                member.Name, bytes.Length, [.. member.Symbols.Select(System.Text.Encoding.UTF8.GetBytes)], stream => stream.Write(bytes));
        }
    }

    /// <summary>A hole of 4 GB: no bytes of it are on the disk.</summary>
    [Theory]
    [InlineData(ArFlavour.Gnu, "/SYM64/")]
    [InlineData(ArFlavour.Darwin, "__.SYMDEF_64")]
    public void Archives_of_more_than_4_GB_have_a_larger_index(ArFlavour flavour, string index)
    {
        var holes = new ArOutput[] { new(
            "hole.o", 5L << 30, ["a"u8.ToArray()], WriteHole), new("small.o", 8, ["b"u8.ToArray()], stream => stream.Write(new byte[8])) };
        using var output = new HollowStream();
        ArWriter.Write(output, flavour, holes);
        Assert.Contains(index, System.Text.Encoding.ASCII.GetString(output.Start.ToArray()), StringComparison.Ordinal);

        static void WriteHole(Stream stream)
        {
            var piece = new byte[1 << 24];
            for (var left = 5L << 30; left > 0; left -= piece.Length) stream.Write(piece);
        }
    }

    /// <summary>Keeps the first bytes that are written to it.</summary>
    private sealed class HollowStream : MemoryStream
    {
        public MemoryStream Start { get; } = new();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Start.Length < 1000) Start.Write(buffer[..Math.Min(buffer.Length, 1000)]);
        }

        public override void WriteByte(byte value) => Write([value]);
    }
}
