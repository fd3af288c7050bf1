using System.Buffers.Binary;
using System.Diagnostics;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Tests.Libraries;

public sealed class DamagedFileTests(CompiledObjects objects, ITestOutputHelper output)
{
    private static readonly string[] s_small =
    [
        "x86_64-unknown-linux-gnu", "i686-unknown-linux-gnu", "powerpc64-unknown-linux-gnu",
        "arm64-apple-macosx11.0", "x86_64-pc-windows-msvc", "x86_64-pc-windows-gnu",
    ];

    private static readonly string[] s_other = [
        "fuzz-bitcode.o", "fuzz-wrapped.o", "fuzz-executable", "fuzz.so", "fuzz.dll", "fuzz.lib", "fuzz.dylib", "fuzz-fat.o"];

    /// <summary>In bytes: buffers that have one size whatever the file's.</summary>
    private const long MostAllocated = 8_000_000;

    public static TheoryData<string> Small => [.. s_small];

    /// <summary>Cuts a library at every byte of its headers and at steps of a prime number of bytes in between.</summary>
    [Theory]
    [MemberData(nameof(Small))]
    public void A_library_that_is_cut_anywhere_is_refused(string target)
    {
        var whole = File.ReadAllBytes(objects.ArchiveFor(target));
        var path = objects[$"cut-{target}.a"];
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
        var whole = File.ReadAllBytes(objects.ArchiveFor(s_small[0]));
        long end;
        using (var library = StaticLibrary.Open(objects.ArchiveFor(s_small[0]))) end = library.Members.Last().HeaderOffset;
        File.WriteAllBytes(objects["between.a"], whole[..(int)end]);
        using var cut = StaticLibrary.Open(objects["between.a"]);
        var error = Assert.Throws<ArchiveFormatException>(() => cut.Summarize());
        Assert.Contains($"the member at byte 0x{end:x} that the archive's symbol table refers to", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_is_no_object_is_named_with_its_offset()
    {
        File.WriteAllText(objects["garbage.o"], "this is not an object");
        await objects.Run("llvm-ar", "rcS", "garbage.a", $"code-{s_small[0]}.o", "garbage.o");
        using var library = StaticLibrary.Open(objects["garbage.a"]);
        var error = Assert.Throws<ArchiveFormatException>(() => library.Summarize());
        Assert.Equal("garbage.o", error.Member);
        Assert.Equal(library.Members.Last().DataOffset, error.Offset);
        Assert.Equal(
            $"{objects["garbage.a"]}(garbage.o) at byte 0x{error.Offset:x}: expected an object file (ELF, Mach-O, COFF, LLVM bitcode, "
            + "WebAssembly), found bytes 7468697320697320; remove the member from the archive, or get the file again if it is damaged",
            error.Message);
    }

    [Fact]
    public async Task A_thin_archives_members_cannot_be_opened()
    {
        await objects.Run("ar", "rcsT", "thin-members.a", $"code-{s_small[0]}.o", $"tls-{s_small[0]}.o");
        using var library = StaticLibrary.Open(objects["thin-members.a"]);
        var members = library.Members.Where(member => member.IsExternal).ToList();
        Assert.Equal([$"code-{s_small[0]}.o", $"tls-{s_small[0]}.o"], members.Select(member => member.Name));
        var error = Assert.Throws<ArchiveFormatException>(() => library.OpenObject(members[0]));
        Assert.Contains("build it without --thin", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, library.Summarize().MemberCount);
    }

    /// <summary>Random damage: no other exception, no hang, no memory beyond a small multiple of the file.</summary>
    [Fact]
    public async Task Mutations_lead_to_no_other_exception_and_no_hang()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), out var given) ? given : 20_240_607;
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_ROUNDS"), out var asked) ? asked : 10_000;
        var random = new Random(seed);
        var samples = await SamplesAsync();
        output.WriteLine($"seed {seed}, {rounds} rounds over {samples.Count} files (FUZZ_SEED and FUZZ_ROUNDS set others)");
        var path = objects["mutated"];
        var (refused, slowest, largest) = (0, TimeSpan.Zero, 0L);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = Mutate(samples[random.Next(samples.Count)], random);
            File.WriteAllBytes(path, bytes);
            var watch = Stopwatch.StartNew();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadAll(path);
            }
            catch (ArchiveFormatException e)
            {
                refused++;
                Assert.InRange(e.Offset, 0, bytes.Length);
                Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"round {round} of seed {seed}, kept as {Keep(path, seed, round)}: {e.Message}", e);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (allocated > MostAllocated + (64L * bytes.Length))
            {
                Assert.Fail(
                    $"round {round} of seed {seed}, kept as {Keep(path, seed, round)}: {allocated} bytes allocated for {bytes.Length}");
            }

            if (watch.Elapsed > TimeSpan.FromMinutes(1))
            {
                Assert.Fail($"round {round} of seed {seed}, kept as {Keep(path, seed, round)}: {watch.Elapsed}");
            }

            if (watch.Elapsed > slowest) slowest = watch.Elapsed;
            largest = Math.Max(largest, allocated);
        }

        output.WriteLine(
            $"{refused} refused, the slowest took {slowest.TotalMilliseconds:f0} ms, the most allocated {largest / 1e6:f1} MB");
        Assert.InRange(refused, rounds / 10, rounds);
    }

    /// <summary>What a round of the above once found, or a person made to mislead: each stays refused, or read, in time.</summary>
    [Fact]
    public void Files_that_were_ever_found_stay_harmless()
    {
        var files = DamagedFiles.All.ToList();
        foreach (var (name, bytes) in files)
        {
            var path = objects.Write("corpus-" + name, bytes);
            var watch = Stopwatch.StartNew();
            try
            {
                ReadAll(path);
            }
            catch (ArchiveFormatException e)
            {
                Assert.InRange(e.Offset, 0, bytes.Length);
            }

            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{name} took {watch.Elapsed}");
        }

        output.WriteLine($"{files.Count} files");
    }

    /// <summary>Small files of every format: archives, objects, bitcode, universal files, executables, shared libraries.</summary>
    private async Task<List<byte[]>> SamplesAsync()
    {
        var samples = CompiledObjects.Targets.Keys.Select(target => File.ReadAllBytes(objects.ArchiveFor(target))).ToList();
        samples.AddRange(s_small.Select(target => objects.Read($"code-{target}.o")));
        objects.Write("fuzz.c", "int exported(void) { return 1; } int main(void) { return exported(); }"u8);
        objects.Write("fuzz-dll.c", "__declspec(dllexport) int one(void) { return 1; } __declspec(dllexport) int two = 2;"u8);
        await objects.Run("clang", "-flto", "-c", "code.c", "-o", "fuzz-bitcode.o");
        await objects.Run("clang", "--target=arm64-apple-macosx11.0", "-flto", "-c", "code.c", "-o", "fuzz-wrapped.o");
        await objects.Run("clang", "-o", "fuzz-executable", "fuzz.c", "-lm");
        await objects.Run("clang", "-shared", "-fPIC", "-o", "fuzz.so", "fuzz.c");
        await objects.Run("clang", "--target=x86_64-pc-windows-msvc", "-c", "fuzz-dll.c", "-o", "fuzz-dll.o");
        await objects.Run("lld-link", "/dll", "/noentry", "/out:fuzz.dll", "/implib:fuzz.lib", "fuzz-dll.o");
        await objects.Run("clang", "--target=arm64-apple-macosx11.0", "-c", "fuzz.c", "-o", "fuzz-mach.o");
        await objects.Run(
            "ld.lld", "-flavor", "darwin", "-dylib", "-arch", "arm64", "-platform_version", "macos", "11.0", "11.0", "-undefined",
            "dynamic_lookup", "-o", "fuzz.dylib", "fuzz-mach.o");
        await objects.Run("llvm-lipo-14", "-create", "fuzz-mach.o", "code-x86_64-apple-macosx10.12.o", "-output", "fuzz-fat.o");
        samples.AddRange(s_other.Select(objects.Read));
        samples.AddRange(DamagedFiles.All.Select(file => file.Bytes));
        return samples;
    }

    private static string Keep(string path, int seed, int round)
    {
        var kept = Path.Combine(Path.GetTempPath(), $"mutated-{seed}-{round}");
        File.Copy(path, kept, true);
        return kept;
    }

    private static void ReadAll(string path)
    {
        using var library = StaticLibrary.Open(path);
        library.Summarize();
        if (library.Flavour is null)
        {
            if (library.Kind is not (FileKind.Unknown or FileKind.Zip)) ReadObject(library.OpenObject());
            return;
        }

        foreach (var member in library.Members.Where(member => member.Kind == StaticLibraries.Ar.ArMemberKind.Object))
        {
            ReadObject(library.OpenObject(member));
        }
    }

    private static void ReadObject(ObjectFile file)
    {
        using var opened = file;
        foreach (var section in opened.Sections()) opened.NameOf(section);
        foreach (var symbol in opened.Symbols()) opened.NameOf(symbol);
        opened.Image();
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
                    long[] extremes = [
                        0, 1, -1, long.MaxValue, long.MinValue, int.MaxValue, uint.MaxValue, bytes.Length, bytes.Length - at, 1L << 40];
                    var value = extremes[random.Next(extremes.Length)];
                    if (random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
                    else BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), value);
                    break;
                case 3 when at + 4 <= bytes.Length:
                    BinaryPrimitives.WriteUInt32LittleEndian(
                        bytes.AsSpan(at), random.Next(2) == 0
                            ? uint.MaxValue - (uint)random.Next(16)
                            : (uint)random.Next(bytes.Length * 2));
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
