using System.Text;

namespace RuntimePacks.Archives.Tests;

public sealed class Symbols_and_members_equal_LLVMs(Fixtures fixtures, ITestOutputHelper output)
{
    /// <summary>In bytes: the archives of a whole folder are compared up to this size each, to keep the run short.</summary>
    private const long LargestInFolder = 1_500_000;

    public static TheoryData<string> Targets => [.. Fixtures.Targets.Keys];

    /// <summary>What this machine has; and, where SAMPLE_ARCHIVES names a folder, all that is in it.</summary>
    public static TheoryData<string> Folders =>
    [
        .. new[]
        {
            Environment.GetEnvironmentVariable("SAMPLE_ARCHIVES") ?? "",
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/gcc",
            "/usr/lib/gcc-cross",
            "/usr/aarch64-linux-gnu/lib",
            "/usr/lib/llvm-14/lib",
            "/usr/lib/rustlib",
            Fixtures.MicrosoftLibraries,
        }.Where(Directory.Exists),
    ];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task in_archives_for_every_target(string target)
    {
        var result = await LlvmComparison.Compare(fixtures.ArchiveFor(target));
        result.AssertNoDifferences();
        Assert.Equal(2, result.Members);
        Assert.True(result.Symbols > 10);
        (await ReadobjComparison.Compare(fixtures.ArchiveFor(target))).AssertNoDifferences();
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task in_every_archive_of_a_folder(string folder)
    {
        var isSample = folder == Environment.GetEnvironmentVariable("SAMPLE_ARCHIVES");
        var (files, members, symbols) = (0, 0, 0L);
        var differences = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(file) is not (".a" or ".lib" or ".rlib")) continue;
            if (!isSample && new FileInfo(file).Length > LargestInFolder) continue;
            // Debian has linker scripts and objects under such names; LLVM takes an archive with no members for one that is cut short.
            if (FileKinds.Identify(file) is FileKind.Unknown or FileKind.ThinArchive or FileKind.Object || new FileInfo(file).Length <= 8) continue;
            var result = await LlvmComparison.Compare(file);
            differences.AddRange(result.Differences);
            if (HasBitcodeInSections(file)) differences.AddRange((await ReadobjComparison.Compare(file)).Differences);
            files++;
            members += result.Members;
            symbols += result.Symbols;
        }

        output.WriteLine($"{folder}: {files} files, {members} members, {symbols} symbols, {differences.Count} differences");
        new LlvmComparison.Result(members, symbols, differences).AssertNoDifferences();
        Assert.True(files > 0, $"no archive in {folder}");
    }

    [Fact]
    public async Task in_objects_with_more_sections_than_a_header_can_count()
    {
        var source = new StringBuilder();
        for (var number = 0; number < 65_300; number++) source.Append($".section .text.f{number},\"ax\"\n.globl f{number}\nf{number}:\n nop\n");
        fixtures.Write("many.s", Encoding.ASCII.GetBytes(source.ToString()));
        await fixtures.Run("clang", "--target=x86_64-unknown-linux-gnu", "-c", "many.s", "-o", "many-elf.o");
        await fixtures.Run("clang", "--target=x86_64-pc-windows-msvc", "-Wa,-mbig-obj", "-c", "many.s", "-o", "many-coff.o");
        foreach (var name in new[] { "many-elf.o", "many-coff.o" })
        {
            await fixtures.Run("llvm-ar", "rcS", name + ".a", name);
            var result = await LlvmComparison.Compare(fixtures[name + ".a"]);
            result.AssertNoDifferences();
            Assert.True(result.Symbols >= 65_300);
            (await ReadobjComparison.Compare(fixtures[name + ".a"])).AssertNoDifferences();
            using var library = StaticLibrary.Open(fixtures[name + ".a"]);
            Assert.Equal(65_300, library.Summarize().Exports.Count);
        }
    }

    [Fact]
    public async Task in_bigobj_objects()
    {
        await fixtures.Compile("code", "x86_64-pc-windows-msvc", "-Wa,-mbig-obj");
        await fixtures.Run("llvm-ar", "rcs", "bigobj.a", "code-x86_64-pc-windows-msvc-Wa,-mbig-obj.o");
        (await LlvmComparison.Compare(fixtures["bigobj.a"])).AssertNoDifferences();
        (await ReadobjComparison.Compare(fixtures["bigobj.a"])).AssertNoDifferences();
    }

    private static bool HasBitcodeInSections(string file)
    {
        using var library = StaticLibrary.Open(file);
        return library.Members.Where(member => member.Kind == Ar.ArMemberKind.Object).Any(member =>
        {
            using var opened = library.OpenObject(member);
            return opened.Sections().Any(section => section.Kind == SectionKind.Bitcode);
        });
    }
}
