using System.IO.Compression;
using System.Text;
using RuntimePacks.Definition;
using RuntimePacks.Packing;
using RuntimePacks.Pipeline;
using RuntimePacks.Smoke;

namespace Corpus.Tests;

/// <summary>
/// Packages of real Rust that lost something: Smoke says so of each platform whose programs run here, and of the others where linking
/// shows it. What is lost is there under another name of the same length, so that nothing else in the library changes.
/// </summary>
public sealed class BrokenPackagesTests(RealSample sample) : IClassFixture<RealSample>
{
    private static readonly string s_folder = Repository.EmptyScratch("broken-packages");

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    [InlineData("linux-musl-x64")]
    [InlineData("linux-musl-arm64")]
    [InlineData("win-x64")]
    [InlineData("win-arm64")]
    [InlineData("osx-x64")]
    [InlineData("osx-arm64")]
    public async Task An_export_is_missed(string rid) =>
        Assert.Contains("fn_func_divide", await FailureAsync(rid, "fn_func_divide\0", "fn_func_divine\0"), StringComparison.Ordinal);

    /// <summary>The second of two that does not run, and the first that runs after it.</summary>
    [Theory]
    [InlineData("linux-x64", ".init_array.00102\0", ".init_arrow.00102\0")]
    [InlineData("linux-arm64", ".init_array.00102\0", ".init_arrow.00102\0")]
    [InlineData("linux-musl-x64", ".init_array.00102\0", ".init_arrow.00102\0")]
    [InlineData("linux-musl-arm64", ".init_array.00102\0", ".init_arrow.00102\0")]
    [InlineData("win-x64", ".CRT$XCU", ".CRT$XBU")]
    [InlineData("linux-x64", ".init_array.00101\0", ".init_array.00103\0")]
    [InlineData("linux-musl-x64", ".init_array.00101\0", ".init_array.00103\0")]
    [InlineData("linux-musl-arm64", ".init_array.00101\0", ".init_array.00103\0")]
    [InlineData("win-x64", ".CRT$XCT", ".CRT$XCV")]
    public async Task Constructors_that_do_not_run_in_their_order_are_missed(string rid, string section, string other) =>
        Assert.Matches("1 of [0-9]+ checks FAILED: constructors in their order", await FailureAsync(rid, section, other));

    [Theory]
    [InlineData("linux-x64", ".eh_frame\0", ".eh_frume\0")]
    [InlineData("linux-arm64", ".eh_frame\0", ".eh_frume\0")]
    [InlineData("linux-musl-x64", ".eh_frame\0", ".eh_frume\0")]
    [InlineData("linux-musl-arm64", ".eh_frame\0", ".eh_frume\0")]
    [InlineData("win-x64", ".pdata\0\0", ".pdatum\0")]
    public async Task A_panic_that_finds_no_unwinding_table_ends_the_program(string rid, string section, string other)
    {
        var failure = await FailureAsync(rid, section, other);
        Assert.Matches("call ?back from thread, (seen|on another)", failure);
        Assert.DoesNotContain("panic, message", failure, StringComparison.Ordinal);
    }

    /// <summary>What Smoke says of a RID's package whose library has other bytes in the place of some.</summary>
    private async Task<string> FailureAsync(string rid, string bytes, string others)
    {
        Assert.Contains("ran the program for linux-x64", sample.Result.Output, StringComparison.Ordinal);
        var (all, cancel) = (new Workspace(RealSample.Output).Packed.Read(), TestContext.Current.CancellationToken);
        PackedPackage[] packages = [all.Single(package => package.Rid == rid), all[^1]];
        var folder = Directory.CreateDirectory(Path.Combine(s_folder, Guid.NewGuid().ToString("N"))).FullName;
        var work = Directory.CreateDirectory(Path.Combine(s_folder, "smoke")).FullName;
        // NativeAOT's own packages are hundreds of megabytes.
        var unpacked = Path.Combine(work, "nuget");
        if (!Directory.Exists(unpacked)) Directory.CreateSymbolicLink(unpacked, Path.Combine(RealSample.Output, "smoke", "nuget"));
        foreach (var package in packages)
        {
            var copy = Path.Combine(folder, package.FileName);
            File.Copy(Path.Combine(RealSample.Output, "packages", package.FileName), copy);
            await ChangeAsync(copy, bytes, others);
        }

        var definition = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));
        var smoke = new SmokeTest(
            Repository.Tools, definition, definition.SmokeSources(sample: true), work, folder, new LineLog(Console.WriteLine));
        var result = Assert.Single(await smoke.RunAsync(packages, [], cancel));
        Assert.Equal(SmokeStatus.Failed, result.Status);
        return result.Reason!;
    }

    /// <summary>Changes a package's library, if it has one, and takes the signature away, which is of the package as it was.</summary>
    private static async Task ChangeAsync(string package, string bytes, string others)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var zip = await ZipFile.OpenAsync(package, ZipArchiveMode.Update, cancel);
        zip.GetEntry(".signature.p7s")!.Delete();
        var library = zip.Entries.SingleOrDefault(entry => entry.FullName.StartsWith("runtimes/", StringComparison.Ordinal));
        if (library is null) return;
        var content = new byte[library.Length];
        using var stream = await library.OpenAsync(cancel);
        await stream.ReadExactlyAsync(content, cancel);
        var text = Encoding.Latin1.GetString(content);
        Assert.Equal(bytes.Length, others.Length);
        Assert.Contains(bytes, text, StringComparison.Ordinal);
        stream.Position = 0;
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text.Replace(bytes, others, StringComparison.Ordinal)), cancel);
    }
}
