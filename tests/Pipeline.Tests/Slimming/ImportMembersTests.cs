using System.IO.Compression;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Slimming;

/// <summary>A library for MSVC that carries short import objects, as Rust's raw-dylib puts them there.</summary>
public sealed class ImportMembersTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private const string Asset = "slim-bindings-x86_64-pc-windows-msvc.zip";
    private const string Name = "slim_bindings_x86_64_windows_msvc.lib";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task They_are_kept_and_the_rest_is_stripped()
    {
        ZipFile.ExtractToDirectory(Path.Combine(job.Sample, Asset), _folder.Path);
        await File.WriteAllTextAsync(
            _folder["debug.c"], "int slim_with_debug_lines(int x) { return x + 1; }", TestContext.Current.CancellationToken);
        await RunAsync("clang", "--target=x86_64-pc-windows-msvc", "-g", "-c", "debug.c", "-o", "debug.obj");
        await RunAsync("llvm-ar", "--format=gnu", "qcsD", "both.lib", "debug.obj");
        await File.WriteAllTextAsync(
            _folder["merge.mri"],
            $"CREATE {Name}.new\nADDLIB both.lib\nADDLIB {Name}\nADDLIB slim_bindings_x86_64_windows_msvc.dll.lib\nSAVE\nEND\n",
            TestContext.Current.CancellationToken);
        await RunAsync("sh", "-c", "llvm-ar -M < merge.mri");
        var before = await ImportsAsync(Path.Combine(_folder.Path, Name + ".new"));
        Assert.NotEmpty(before);

        var release = Directory.CreateDirectory(_folder["release"]).FullName;
        using (var zip = ZipFile.Open(Path.Combine(release, Asset), ZipArchiveMode.Create))
        {
            zip.CreateEntryFromFile(Path.Combine(_folder.Path, Name + ".new"), Name);
        }

        var output = _folder["output"];
        await BuildProgram.SucceedsAsync(
            "--from", release, "--release", "1.4.0", "--lock", _folder["slim.lock.json"], "--slim", "strip", "--target", "Pack",
            "--output", output);

        var slimmed = Path.Combine(output, "slimmed", "x86_64-pc-windows-msvc", Name);
        Assert.Equal(before, await ImportsAsync(slimmed));
        Assert.Contains("slim_with_debug_lines", await RunAsync("llvm-nm", slimmed));
        Assert.DoesNotContain("Name: .debug", await RunAsync("llvm-readobj", "--sections", slimmed));
        Assert.Contains("slim_with_debug_lines in debug.obj", await RunAsync("llvm-nm", "--print-armap", slimmed));
    }

    private async Task<List<string>> ImportsAsync(string library) =>
        [
            .. (await RunAsync("llvm-readobj", "--file-headers", library)).Split('\n')
                .Where(line => line.StartsWith("Symbol: ", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];

    private Task<string> RunAsync(string tool, params string[] arguments) =>
        new Command(tool, arguments) { WorkingDirectory = _folder.Path }.OutputAsync(TestContext.Current.CancellationToken);
}
