using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Tools;
using Samples;
using StaticLibraries.Slimming;
using Testing;

namespace Slimmer.Tests;

/// <summary>
/// The sample crate, for the machines whose std is here: panics that unwind, threads, thread-locals, a constructor; alone and twice
/// in a program.
/// </summary>
public sealed class Real_Rust_runs_as_before
{
    private const string Once = "void line(void); int main(void) { line(); line(); return 0; }";

    private const string Twice = "void line(void), pack_line(void); int main(void) { line(); pack_line(); line(); return 0; }";

    [Theory]
    [InlineData("x86_64-unknown-linux-gnu")]
    [InlineData("aarch64-unknown-linux-gnu")]
    public async Task Alone_and_with_another_pack_of_itself(string target)
    {
        var toolchain = target.StartsWith("aarch64", StringComparison.Ordinal) ? Toolchain.Arm64 : Toolchain.Clang;
        using var workshop = new Workshop(toolchain);
        var library = await SampleAsync(workshop, target);
        var exports = Workshop.ExportsOf(library, "").Where(
            name => name.Contains("slim_", StringComparison.OrdinalIgnoreCase) && !name.StartsWith('_')).ToHashSet();
        var (full, stripped, again) = (workshop["full.a"], workshop["stripped.a"], workshop["again.a"]);
        var summary = Slim(full, SlimMode.Full, "pack_a");
        Slim(stripped, SlimMode.Strip, "pack_a");
        Slim(again, SlimMode.Full, "pack_b");
        Assert.Equal(exports.Order(StringComparer.Ordinal), await workshop.DefinedAsync(full));
        Assert.True(summary.OutputSize * 10 < summary.InputSize);
        await workshop.RunAsync("llvm-objcopy", [.. exports.Select(name => $"--redefine-sym={name}=pack_{name}"), again]);
        await workshop.RunAsync("llvm-ar", "s", again);
        var calls = await workshop.CompileAsync("rust.c", null);
        File.Move(calls, workshop["calls.o"]);
        calls = workshop["calls.o"];
        var others = await workshop.CompileAsync("rust.c", null, "-DPACK");

        string[] system = ["-static-libgcc", "-lm", "-lpthread", "-ldl"];
        var lines = (await workshop.LinkAndRunAsync(Once, [calls, library], system)).Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("30 Hello, R! 42 1 cannot divide 1 by 0 1024 2 ", lines[0], StringComparison.Ordinal);
        foreach (var linker in toolchain.Linkers)
        {
            string[] flags = [.. system, .. Toolchain.Use(linker), "-Wl,--gc-sections"];
            Assert.Equal(lines, (await workshop.LinkAndRunAsync(Once, [calls, full], flags)).Split('\n'));
            Assert.Equal(lines, (await workshop.LinkAndRunAsync(Once, [calls, stripped], flags)).Split('\n'));
            var both = await workshop.LinkAndRunAsync(Twice, [calls, others, full, again], [.. flags, "-Wl,--no-gc-sections"]);
            Assert.Equal([lines[0], lines[0], lines[1]], both.Split('\n'));
        }

        SlimSummary Slim(
            string output, SlimMode mode, string suffix) => LibrarySlimmer.Slim(
                library, output, new SlimOptions { Mode = mode, Exports = exports, Suffix = suffix });
    }

    /// <summary>
    /// What the linker leaves out of the library as it was built is what is left out here: the code of a program has the same size.
    /// </summary>
    [Fact]
    public async Task Nothing_dead_is_left()
    {
        using var workshop = new Workshop(Toolchain.Gcc);
        var library = await SampleAsync(workshop, "x86_64-unknown-linux-gnu");
        var exports = Workshop.ExportsOf(library, "").Where(
            name => name.Contains("slim_", StringComparison.OrdinalIgnoreCase) && !name.StartsWith('_')).ToHashSet();
        var slimmed = workshop["slimmed.a"];
        LibrarySlimmer.Slim(library, slimmed, new SlimOptions { Mode = SlimMode.Full, Exports = exports, Suffix = "pack_a" });
        var all =
            $"{string.Concat(exports.Select(name => $"extern char {name}[];\n"))}"
            + $"const void *volatile all[] = {{ {string.Join(", ", exports)} }}; int main(void) {{ return !all[0]; }}";
        long[] sizes = [
            await CodeAsync(library, "-Wl,--gc-sections"), await CodeAsync(slimmed, "-Wl,--gc-sections"),
            await CodeAsync(slimmed, "-Wl,--no-gc-sections")];
        Assert.All(sizes, size => Assert.InRange(size, sizes[0] - 2048, sizes[0] + 2048));

        async Task<long> CodeAsync(string archive, string gc)
        {
            await workshop.LinkAndRunAsync(all, [archive], "-static-libgcc", "-lm", gc);
            var text = (
                await workshop.RunAsync("llvm-readelf", "-SW", "program")).Split('\n').Single(
                    line => line.Contains(" .text ", StringComparison.Ordinal));
            return Convert.ToInt64(
                text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word != ".text").ElementAt(4), 16);
        }
    }

    private static async Task<string> SampleAsync(Workshop workshop, string target)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "global.json"))) root = root.Parent!;
        var (sources, tools) = (
            SampleSources.Of(root.FullName), Toolbox.Load(Path.Combine(root.FullName, "build", "tools.json"), NullLogger.Instance));
        var folder = Path.Combine(root.FullName, "artifacts", "sample");
        if (await SampleRelease.FindAsync(sources, folder, tools) is null)
        {
            var temporary = Path.Combine(
                Path.GetTempPath(), "slim-native-slimmer" + root.FullName.Replace(Path.DirectorySeparatorChar, '-'));
            folder = Path.Combine(temporary, "release");
            await SampleRelease.BuildAsync(sources, folder, Path.Combine(temporary, "cache"), tools, new LineLog(Console.WriteLine));
        }

        await workshop.RunAsync("unzip", "-q", "-o", Directory.GetFiles(folder, $"*{target}*.zip").Single(), "-d", "sample");
        return Directory.EnumerateFiles(workshop["sample"], "*.a", SearchOption.AllDirectories).Single();
    }
}
