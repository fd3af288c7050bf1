using System.Buffers.Binary;
using System.Diagnostics;

namespace RuntimePacks.Archives.Tests;

public sealed class Damaged_files_end_with_one_exception(Fixtures fixtures, ITestOutputHelper output)
{
    private static readonly string[] s_small =
    [
        "x86_64-unknown-linux-gnu", "i686-unknown-linux-gnu", "powerpc64-unknown-linux-gnu",
        "arm64-apple-macosx11.0", "x86_64-pc-windows-msvc", "x86_64-pc-windows-gnu",
    ];

    public static TheoryData<string> Small => [.. s_small];

    /// <summary>Cuts a library at every byte of its headers and at steps of a prime number of bytes in between.</summary>
    [Theory]
    [MemberData(nameof(Small))]
    public void A_library_that_is_cut_anywhere_is_refused(string target)
    {
        var whole = File.ReadAllBytes(fixtures.ArchiveFor(target));
        var path = fixtures[$"cut-{target}.a"];
        for (var length = 9; length < whole.Length - 8; length += length < 2000 ? 1 : 13)
        {
            File.WriteAllBytes(path, whole[..length]);
            using var library = StaticLibrary.Open(path);
            var error = Assert.Throws<ArchiveFormatException>(() => library.Summarize());
            Assert.Equal(path, error.File);
            Assert.InRange(error.Offset, 0, length);
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_library_that_is_cut_between_two_members_is_refused()
    {
        var whole = File.ReadAllBytes(fixtures.ArchiveFor(s_small[0]));
        long end;
        using (var library = StaticLibrary.Open(fixtures.ArchiveFor(s_small[0]))) end = library.Members.Last().HeaderOffset;
        File.WriteAllBytes(fixtures["between.a"], whole[..(int)end]);
        using var cut = StaticLibrary.Open(fixtures["between.a"]);
        var error = Assert.Throws<ArchiveFormatException>(() => cut.Summarize());
        Assert.Contains($"the member at byte 0x{end:x} that the archive's symbol table refers to", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_is_no_object_is_named_with_its_offset()
    {
        File.WriteAllText(fixtures["garbage.o"], "this is not an object");
        await fixtures.Run("llvm-ar", "rcS", "garbage.a", $"code-{s_small[0]}.o", "garbage.o");
        using var library = StaticLibrary.Open(fixtures["garbage.a"]);
        var error = Assert.Throws<ArchiveFormatException>(() => library.Summarize());
        Assert.Equal("garbage.o", error.Member);
        Assert.Equal(library.Members.Last().DataOffset, error.Offset);
        Assert.Equal($"{fixtures["garbage.a"]}(garbage.o) at byte 0x{error.Offset:x}: expected an object file (ELF, Mach-O, COFF, LLVM bitcode, WebAssembly), found bytes 7468697320697320; remove the member from the archive, or get the file again if it is damaged", error.Message);
    }

    [Fact]
    public async Task A_thin_archives_members_cannot_be_opened()
    {
        await fixtures.Run("ar", "rcsT", "thin-members.a", $"code-{s_small[0]}.o", $"tls-{s_small[0]}.o");
        using var library = StaticLibrary.Open(fixtures["thin-members.a"]);
        var members = library.Members.Where(member => member.IsExternal).ToList();
        Assert.Equal([$"code-{s_small[0]}.o", $"tls-{s_small[0]}.o"], members.Select(member => member.Name));
        var error = Assert.Throws<ArchiveFormatException>(() => library.OpenObject(members[0]));
        Assert.Contains("build it without --thin", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, library.Summarize().MemberCount);
    }

    /// <summary>Random damage, the same in every run: no other exception, no hang.</summary>
    [Fact]
    public void Mutations_lead_to_no_other_exception_and_no_hang()
    {
        const int seed = 20_240_607, rounds = 6000;
        var random = new Random(seed);
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var samples = new List<byte[]>();
        foreach (var target in Fixtures.Targets.Keys) samples.Add(File.ReadAllBytes(fixtures.ArchiveFor(target)));
        foreach (var target in s_small) samples.Add(File.ReadAllBytes(fixtures[$"code-{target}.o"]));
        var (refused, slowest) = (0, TimeSpan.Zero);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = Mutate(samples[random.Next(samples.Count)], random);
            var path = fixtures["mutated"];
            File.WriteAllBytes(path, bytes);
            var watch = Stopwatch.StartNew();
            try
            {
                ReadAll(path);
            }
            catch (ArchiveFormatException e)
            {
                refused++;
                Assert.InRange(e.Offset, 0, bytes.Length);
            }
            catch (Exception e)
            {
                File.Copy(path, Path.Combine(Path.GetTempPath(), $"mutated-{seed}-{round}"), true);
                throw new InvalidOperationException($"round {round} of seed {seed}: {e.Message}", e);
            }

            if (watch.Elapsed > slowest) slowest = watch.Elapsed;
        }

        output.WriteLine($"{refused} refused, the slowest took {slowest.TotalMilliseconds:f0} ms");
        Assert.InRange(refused, rounds / 10, rounds);
        Assert.True(slowest < TimeSpan.FromSeconds(5), $"one took {slowest}");
    }

    private static void ReadAll(string path)
    {
        using var library = StaticLibrary.Open(path);
        library.Summarize();
        foreach (var member in library.Members.Where(member => member.Kind == Ar.ArMemberKind.Object))
        {
            using var opened = library.OpenObject(member);
            foreach (var section in opened.Sections()) opened.NameOf(section);
            foreach (var symbol in opened.Symbols()) opened.NameOf(symbol);
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            // Headers are where damage does most.
            var at = random.Next(3) == 0 ? random.Next(bytes.Length) : random.Next(Math.Min(bytes.Length, 1500));
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when at + 8 <= bytes.Length:
                    long[] extremes = [0, 1, -1, long.MaxValue, long.MinValue, int.MaxValue, uint.MaxValue, bytes.Length, bytes.Length - at, 1L << 40];
                    var value = extremes[random.Next(extremes.Length)];
                    if (random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
                    else BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), value);
                    break;
                case 3 when at + 4 <= bytes.Length:
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), random.Next(2) == 0 ? uint.MaxValue - (uint)random.Next(16) : (uint)random.Next(bytes.Length * 2));
                    break;
                case 4:
                    var length = Math.Min(random.Next(64), bytes.Length - at);
                    bytes.AsSpan(random.Next(bytes.Length - length), length).CopyTo(bytes.AsSpan(at));
                    break;
                case 5 when random.Next(8) == 0 && at > 16:
                    bytes = bytes[..at];
                    break;
            }
        }

        return bytes;
    }
}
