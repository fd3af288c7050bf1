using System.Text;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Tests.Libraries;

public sealed class SymbolTests(CompiledObjects objects, ITestOutputHelper output)
{
    /// <summary>In bytes: the archives of a whole folder are compared up to this size each, to keep the run short.</summary>
    private const long LargestInFolder = 3_000_000;

    private const int MostInFolder = 40;

    public static TheoryData<string> Targets => [.. CompiledObjects.Targets.Keys];

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
            "/usr/lib/x86_64-linux-musl",
            "/usr/x86_64-w64-mingw32/lib",
            CompiledObjects.MicrosoftLibraries,
            CompiledObjects.LinuxLibraries,
            CompiledObjects.LinuxArm64Libraries,
            CompiledObjects.WindowsSdk,
        }.Where(Directory.Exists),
    ];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task in_archives_for_every_target(string target)
    {
        var result = await LlvmComparison.Compare(objects.ArchiveFor(target));
        result.AssertNoDifferences();
        Assert.Equal(2, result.Members);
        Assert.True(result.Symbols > 10);
        (await ReadobjComparison.Compare(objects.ArchiveFor(target))).AssertNoDifferences();
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task in_every_archive_of_a_folder(string folder)
    {
        var isSample = folder == Environment.GetEnvironmentVariable("SAMPLE_ARCHIVES");
        var (files, members, symbols) = (0, 0, 0L);
        var differences = new List<string>();
        foreach (var file in Some(folder, isSample))
        {
            // Debian has linker scripts and objects under such names; LLVM takes an archive with no members for one that is cut short.
            if (FileKinds.Identify(file) is FileKind.Unknown or FileKind.ThinArchive or FileKind.Object || new FileInfo(file).Length <= 8)
            {
                continue;
            }

            var result = await Compare(file);
            differences.AddRange(result.Differences);
            files++;
            members += result.Members;
            symbols += result.Symbols;
        }

        output.WriteLine($"{folder}: {files} files, {members} members, {symbols} symbols, {differences.Count} differences");
        new LlvmComparison.Result(members, symbols, differences).AssertNoDifferences();
        Assert.True(files > 0, $"no archive in {folder}");
    }

    /// <summary>The archives of a folder in their order; of many, some that are spread evenly.</summary>
    private static IEnumerable<string> Some(string folder, bool all)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".a" or ".lib" or ".rlib")
            .Where(file => all || new FileInfo(file).Length <= LargestInFolder)
            // LLVM 14 takes the index of ARM64EC symbols for a damaged name.
            .Where(file => !HasIndexOfEC(file))
            .Order(StringComparer.Ordinal).ToList();
        var step = all ? 1 : Math.Max(1, files.Count / MostInFolder);
        return files.Where((_, index) => index % step == 0);
    }

    [Fact]
    public async Task in_the_sample_release()
    {
        var (files, members, symbols) = (0, 0, 0L);
        var differences = new List<string>();
        foreach (var file in await SampleAssets.UnpackedAsync(objects["sample"]))
        {
            var result = await Compare(file);
            differences.AddRange(result.Differences);
            (files, members, symbols) = (files + 1, members + result.Members, symbols + result.Symbols);
        }

        output.WriteLine($"the sample release: {files} files, {members} members, {symbols} symbols, {differences.Count} differences");
        new LlvmComparison.Result(members, symbols, differences).AssertNoDifferences();
        Assert.True(files >= 9, $"{files} archives in the sample release");
    }

    [Fact]
    public async Task in_objects_with_more_sections_than_a_header_can_count()
    {
        var source = new StringBuilder();
        for (var number = 0; number < 65_300; number++)
        {
            source.Append($".section .text.f{number},\"ax\"\n.globl f{number}\nf{number}:\n nop\n");
        }

        objects.Write("many.s", Encoding.ASCII.GetBytes(source.ToString()));
        await objects.Run("clang", "--target=x86_64-unknown-linux-gnu", "-c", "many.s", "-o", "many-elf.o");
        await objects.Run("clang", "--target=x86_64-pc-windows-msvc", "-Wa,-mbig-obj", "-c", "many.s", "-o", "many-coff.o");
        foreach (var name in new[] { "many-elf.o", "many-coff.o" })
        {
            await objects.Run("llvm-ar", "rcS", name + ".a", name);
            var result = await LlvmComparison.Compare(objects[name + ".a"]);
            result.AssertNoDifferences();
            Assert.True(result.Symbols >= 65_300);
            (await ReadobjComparison.Compare(objects[name + ".a"])).AssertNoDifferences();
            using var library = StaticLibrary.Open(objects[name + ".a"]);
            Assert.Equal(65_300, library.Summarize().Exports.Count);
        }
    }

    [Fact]
    public async Task in_bigobj_objects()
    {
        await objects.Compile("code", "x86_64-pc-windows-msvc", "-Wa,-mbig-obj");
        await objects.Run("llvm-ar", "rcs", "bigobj.a", "code-x86_64-pc-windows-msvc-Wa,-mbig-obj.o");
        (await LlvmComparison.Compare(objects["bigobj.a"])).AssertNoDifferences();
        (await ReadobjComparison.Compare(objects["bigobj.a"])).AssertNoDifferences();
    }

    /// <summary>With llvm-nm, and where that lists the symbols of bitcode in the place of the object's, with llvm-readobj too.</summary>
    private static async Task<LlvmComparison.Result> Compare(string file)
    {
        var result = await LlvmComparison.Compare(file);
        if (!HasBitcodeInSections(file)) return result;
        var more = await ReadobjComparison.Compare(file);
        return new LlvmComparison.Result(
            result.Members, Math.Max(result.Symbols, more.Symbols), [.. result.Differences, .. more.Differences]);
    }

    private static bool HasIndexOfEC(string file)
    {
        using var library = StaticLibrary.Open(file);
        return library.Members.Take(4).Any(member => member.Name == "/<ECSYMBOLS>/");
    }

    private static bool HasBitcodeInSections(string file)
    {
        using var library = StaticLibrary.Open(file);
        return library.Members.Where(member => member.Kind == StaticLibraries.Ar.ArMemberKind.Object).Any(member =>
        {
            using var opened = library.OpenObject(member);
            return opened.Sections().Any(section => section.Kind == SectionKind.Bitcode);
        });
    }
}
