using System.IO.Compression;
using RuntimePacks.Tools;

[assembly: AssemblyFixture(typeof(Mirror.Tests.MirroredRelease))]

namespace Mirror.Tests;

/// <summary>
/// A release with a real Rust library for linux-x64, and two mirrors of it, as the build program writes them: one of 1.4.0,
/// and a copy of that to which 1.5.0 was added.
/// </summary>
public sealed class MirroredRelease : IAsyncLifetime
{
    /// <summary>The tests that write with the build program, which lets one run at a time write to an output folder.</summary>
    public const string OneAtATime = "the build program";

    public const string Asset = "slim-bindings-x86_64-unknown-linux-gnu.zip";

    /// <summary>As docs/mirrors.md has it.</summary>
    public const string BaseUrl = "http://nuget.example.com:8080/slim";

    public string Output { get; } = Path.Combine(Checkout.Scratch, "main");

    /// <summary>The mirror of 1.4.0.</summary>
    public string First { get; } = Path.Combine(Checkout.Scratch, "first");

    /// <summary>The mirror of 1.4.0 and 1.5.0.</summary>
    public string Second { get; } = Path.Combine(Checkout.Scratch, "second");

    public string FirstSaid { get; private set; } = "";

    public string SecondSaid { get; private set; } = "";

    private static string Zips => Path.Combine(Checkout.Scratch, "release");

    public async ValueTask InitializeAsync()
    {
        await BuildAssetAsync();
        if (Directory.Exists(First)) Directory.Delete(First, recursive: true);
        await PackAsync("1.4.0");
        FirstSaid = await MirrorAsync(First, "1.4.0", "--base-url", BaseUrl + "/");
        await Checkout.CopyAsync(First, Second);
        await PackAsync("1.5.0");
        SecondSaid = await MirrorAsync(Second, "1.5.0");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The arguments that mirror what was packed last.</summary>
    public string[] Arguments(string bundle, string release, params string[] more) =>
        ["--target", "Mirror", "--exclusive", "--from", Zips, "--release", release, "--output", Output, "--bundle", bundle, .. more];

    public Task<string> MirrorAsync(string bundle, string release, params string[] more) => Checkout.BuiltAsync(Arguments(bundle, release, more));

    private async Task PackAsync(string release)
    {
        await Checkout.BuiltAsync("--target", "Pack", "--from", Zips, "--release", release, "--output", Output);
        await Checkout.BuiltAsync("--target", "Sign", "--exclusive", "--from", Zips, "--release", release, "--output", Output);
    }

    /// <summary>Compiles the sample's Rust source for linux-x64 alone.</summary>
    private static async Task BuildAssetAsync()
    {
        var (zip, source) = (Path.Combine(Zips, Asset), Path.Combine(Checkout.Root, "samples", "slim-bindings"));
        if (File.Exists(zip) && Directory.GetFiles(source, "*", SearchOption.AllDirectories).All(file => File.GetLastWriteTimeUtc(file) < File.GetLastWriteTimeUtc(zip))) return;
        Directory.CreateDirectory(Zips);
        var library = Path.Combine(Checkout.Scratch, "libslim_bindings_x86_64_linux_gnu.a");
        await new Command(await Checkout.Tools.RequireAsync("rustc"), "--crate-name", "slim_bindings", "--edition", "2021", "--crate-type", "staticlib", "-C", "panic=unwind", "-o", library, Path.Combine("src", "lib.rs")) { WorkingDirectory = source }.OutputAsync();
        File.Delete(zip);
        using var archive = ZipFile.Open(zip, ZipArchiveMode.Create);
        archive.CreateEntryFromFile(library, Path.GetFileName(library), CompressionLevel.Fastest);
    }
}
