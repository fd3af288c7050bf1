using System.Buffers.Binary;
using System.Text;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Tests.Ar;

public sealed class ArchiveIndexTests(CompiledObjects objects, ITestOutputHelper output)
{
    private const string Gnu = "x86_64-unknown-linux-gnu";

    [Fact]
    public async Task An_archive_without_one_is_reported()
    {
        await objects.Run("llvm-ar", "rcS", "no-index.a", $"code-{Gnu}.o");
        Assert.Equal(["the archive has no symbol table, which most linkers go by: run ranlib on it"], Findings("no-index.a"));
        await objects.Run("llvm-ranlib", "no-index.a");
        Assert.Empty(Findings("no-index.a"));
    }

    [Theory]
    [InlineData("gnu")]
    [InlineData("bsd")]
    public async Task A_name_that_is_not_the_members_is_reported(string format)
    {
        await objects.Run("llvm-ar", $"--format={format}", "rcs", $"renamed-{format}.a", $"code-{Gnu}.o");
        var bytes = objects.Read($"renamed-{format}.a");
        var name = bytes.AsSpan().IndexOf("exported_function\0"u8);
        bytes[name] = (byte)'E';
        objects.Write($"renamed-{format}.a", bytes);
        var findings = Findings($"renamed-{format}.a");
        Assert.Contains(
            findings, finding => finding.Contains($"lacks 1 name (exported_function (code-{Gnu}.o))", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Contains("places 1 name (Exported_function)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_is_placed_in_another_member_is_reported()
    {
        await objects.Run("llvm-ar", "--format=gnu", "rcs", "misplaced.a", $"code-{Gnu}.o", $"tls-{Gnu}.o");
        long[] members;
        using (
            var library = StaticLibrary.Open(objects["misplaced.a"])) members = [
                .. library.Members.Where(
                    member => member.Kind == StaticLibraries.Ar.ArMemberKind.Object).Select(member => member.HeaderOffset)];
        var bytes = objects.Read("misplaced.a");
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(72), (uint)members[1]);
        objects.Write("misplaced.a", bytes);
        Assert.Contains("places 1 name", Assert.Single(Findings("misplaced.a")), StringComparison.Ordinal);

        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(72), (uint)members[0] + 2);
        objects.Write("misplaced.a", bytes);
        Assert.Contains(
            Findings("misplaced.a"),
            finding => finding.Contains($"byte 0x{members[0] + 2:x}, where no member begins", StringComparison.Ordinal));
    }

    [Fact]
    public void Real_archives_have_none_of_this()
    {
        string[] folders = [
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/gcc", "/usr/x86_64-w64-mingw32/lib", "/usr/lib/x86_64-linux-musl",
            "/usr/lib/llvm-14/lib", CompiledObjects.MicrosoftLibraries, CompiledObjects.LinuxLibraries, CompiledObjects.LinuxArm64Libraries];
        var files = folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".a" or ".lib" && new FileInfo(file).Length is > 8 and < 1_000_000)
            .Where(file => FileKinds.Identify(file) is FileKind.StaticLibrary or FileKind.ImportLibrary).ToList();
        var findings = files.SelectMany(file => Summary(file).Findings.Select(finding => $"{file}: {finding}")).ToList();
        output.WriteLine($"{files.Count} archives");
        Assert.Empty(findings);
        Assert.True(files.Count > 50);
    }

    /// <summary>ARM64EC imports and objects, and their own index, as Microsoft's tools wrote them.</summary>
    [Fact]
    public void ARM64EC_libraries_have_an_index_of_their_own()
    {
        var files = Directory.EnumerateFiles(Path.Combine(CompiledObjects.WindowsSdk, "um", "arm64"), "*.*", SearchOption.TopDirectoryOnly)
            .Where(
                file => Path.GetExtension(file).Equals(".lib", StringComparison.OrdinalIgnoreCase)
                    && new FileInfo(file).Length < 1_000_000).Order(StringComparer.Ordinal).ToList();
        var withIndex = 0;
        foreach (var file in files)
        {
            using var library = StaticLibrary.Open(file);
            if (!library.Members.Take(4).Any(member => member.Name == "/<ECSYMBOLS>/")) continue;
            var summary = library.Summarize();
            if (summary.Groups.Any(group => group.Machine == Machine.Arm64EC)) withIndex++;
            Assert.DoesNotContain(summary.Findings, finding => finding.Contains("lacks", StringComparison.Ordinal));
        }

        output.WriteLine($"{files.Count} libraries, {withIndex} with an index of ARM64EC symbols");
        Assert.True(withIndex > 100, $"{withIndex}");
    }

    /// <summary>The index that no tool here writes, built by hand around an import that the SDK's tools wrote.</summary>
    [Fact]
    public void A_symbol_that_the_ARM64EC_index_lacks_is_reported()
    {
        byte[] import = [0, 0, 0xff, 0xff, 0, 0, 0x41, 0xa6, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 4, 0, .. "#add\0one.dll\0"u8];
        import[12] = (byte)"#add\0one.dll\0"u8.Length;
        foreach (var (name, lacks) in new[] { ("__imp_add", false), ("__imp_sub", true) })
        {
            byte[] offsets = new byte[4], index = [2, 0, 0, 0, 1, 0, 1, 0, .. Encoding.ASCII.GetBytes($"{name}\0__imp_aux_add\0")];
            byte[] first = [0, 0, 0, 0], second = [1, 0, 0, 0, .. offsets, 0, 0, 0, 0];
            var start = 8 + 60 + 4 + 60 + 12 + 60 + index.Length + (index.Length & 1);
            BinaryPrimitives.WriteInt32LittleEndian(second.AsSpan(4), start);
            byte[] pad = (index.Length & 1) == 1 ? [10] : [];
            objects.Write("ec.lib",
            [
                .. "!<arch>\n"u8, .. Header("/", 4), .. first, .. Header("/", 12), .. second,
                .. Header("/<ECSYMBOLS>/", index.Length), .. index, .. pad, .. Header("one.dll/", import.Length), .. import,
            ]);
            Assert.Equal(
                lacks, Findings("ec.lib").Any(finding => finding.Contains("lacks 1 name (__imp_add (one.dll))", StringComparison.Ordinal)));
        }
    }

    private static byte[] Header(string name, long size) => ArchiveFlavourTests.Header(name, size);

    private IReadOnlyList<string> Findings(string name) => Summary(objects[name]).Findings;

    private static LibrarySummary Summary(string path)
    {
        using var library = StaticLibrary.Open(path);
        return library.Summarize();
    }
}
