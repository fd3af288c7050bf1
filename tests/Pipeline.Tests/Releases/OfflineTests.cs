using System.IO.Compression;
using GitHubServer;
using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Tools;

namespace Releases.Tests.Program;

/// <summary>After Fetch there need be no network.</summary>
public sealed class OfflineTests
{
    private const string Musl = "slim-bindings-x86_64-unknown-linux-musl.zip";
    private const string Code = "int ffi_slim_bindings_uniffi_contract_version(void) { return 26; } int uniffi_slim_bindings_fn_func_f(void) { return 2; }";

    [Theory]
    [InlineData("1.4.0")]
    [InlineData("latest")]
    public async Task Every_later_stage_works_when_the_server_is_gone(string wanted)
    {
        await using var lab = await Lab.StartAsync();
        PublishedRepository.Attach(lab.Server.Add(Lab.Repository).Publish("slim-bindings-v1.4.0"), Musl, await LibraryZipAsync(lab.Folder));
        var pipeline = new Pipeline(lab);
        await pipeline.SucceedsAsync("Fetch", "--release", wanted);
        var asked = lab.Server.Seen.Count;
        if (wanted != "latest")
        {
            await pipeline.SucceedsAsync("Verify", "--release", wanted);
            Assert.Equal(asked, lab.Server.Seen.Count); // not even asked while it is there
        }

        await lab.Server.DisposeAsync();

        var pack = await pipeline.SucceedsAsync("Pack", "--release", wanted);
        Assert.Contains("as the lock pins it", pack.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["Slim.Native.1.4.0.nupkg", "runtime.linux-musl-x64.Slim.Native.1.4.0.nupkg"],
            Directory.GetFiles(Path.Combine(pipeline.Output, "packages")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await pipeline.SucceedsAsync("Pack", "--release", wanted, "--locked");
        await pipeline.SucceedsAsync("Fetch", "--release", wanted);
    }

    [Fact]
    public async Task Without_the_server_and_the_asset_it_says_what_is_missing()
    {
        var (lab, _) = await Lab.WithOneAssetAsync();
        await using var __ = lab;
        await lab.Server.DisposeAsync();

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await new Pipeline(lab).RefusesAsync(["127.0.0.1", "no connection", "given up"], "Fetch", "--release", "1.4.0");
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(10), "a network may come back: it is waited for with growing pauses");
    }

    /// <summary>An asset that the pipeline accepts, of a few bytes.</summary>
    private static async Task<byte[]> LibraryZipAsync(string folder)
    {
        var tools = Toolbox.Load(Path.Combine(Checkout.Root, "build", "tools.json"), NullLogger.Instance);
        var (source, member, library) = (Path.Combine(folder, "lib.c"), Path.Combine(folder, "lib.o"), Path.Combine(folder, "libslim_bindings_x86_64_linux_musl.a"));
        await File.WriteAllTextAsync(source, Code);
        await new Command(await tools.RequireAsync("clang"), "-c", "-ffreestanding", "--target=x86_64-linux-musl", "-o", member, source).OutputAsync();
        await new Command(await tools.RequireAsync("llvm-ar"), "rcs", library, member).OutputAsync();
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true)) zip.CreateEntryFromFile(library, Path.GetFileName(library));
        return bytes.ToArray();
    }
}
