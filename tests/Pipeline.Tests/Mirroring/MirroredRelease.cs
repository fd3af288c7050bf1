using RuntimePacks.Tools;

namespace Pipeline.Tests.Mirroring;

/// <summary>
/// A release with a real Rust library for linux-x64, and two mirrors of it, as the build program writes them: one of 1.4.0,
/// and a copy of that to which 1.5.0 was added.
/// </summary>
public sealed class MirroredRelease : IAsyncLifetime
{
    public const string Asset = "slim-bindings-x86_64-unknown-linux-gnu.zip";

    /// <summary>As docs/mirrors.md has it.</summary>
    public const string BaseUrl = "http://nuget.example.com:8080/slim";

    /// <summary>What these tests write; kept between runs, so that the second run of the tests downloads nothing.</summary>
    public static string Scratch { get; } = Path.Combine(Repository.Scratch, "mirrors");

    private static readonly Lazy<Task<(string First, string Second)>> s_said = new(MakeAsync);

    private static string Output { get; } = Path.Combine(Scratch, "main");

    /// <summary>The mirror of 1.4.0.</summary>
    public static string First { get; } = Path.Combine(Scratch, "first");

    /// <summary>The mirror of 1.4.0 and 1.5.0.</summary>
    public static string Second { get; } = Path.Combine(Scratch, "second");

    public string FirstSaid { get; private set; } = "";

    public string SecondSaid { get; private set; } = "";

    private static string Zips => Path.Combine(Scratch, "release");

    public async ValueTask InitializeAsync() => (FirstSaid, SecondSaid) = await s_said.Value;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The arguments that mirror what was packed last.</summary>
    public static string[] Arguments(string bundle, string release, params string[] more) =>
        ["--target", "Mirror", "--exclusive", .. Release(release), "--bundle", bundle, .. more];

    /// <summary>Mirrors what was packed last.</summary>
    /// <returns>What the program said.</returns>
    public static async Task<string> MirrorAsync(string bundle, string release, params string[] more) =>
        (await BuildProgram.SucceedsAsync(Arguments(bundle, release, more))).Output;

    /// <summary>Copies a mirror by hard links: what changes in the copy has to be replaced, not written to.</summary>
    public static async Task<string> CopyAsync(string mirror, string target)
    {
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        await new Command("cp", "-al", mirror, target).OutputAsync(TestContext.Current.CancellationToken);
        return target;
    }

    private static async Task<(string First, string Second)> MakeAsync()
    {
        await BuildAssetAsync();
        if (Directory.Exists(First)) Directory.Delete(First, recursive: true);
        await PackAsync("1.4.0");
        var first = await MirrorAsync(First, "1.4.0", "--base-url", BaseUrl + "/");
        await CopyAsync(First, Second);
        await PackAsync("1.5.0");
        return (first, await MirrorAsync(Second, "1.5.0"));
    }

    private static string[] Release(string release) =>
        ["--from", Zips, "--release", release, "--lock", Path.Combine(Scratch, "slim.lock.json"), "--output", Output];

    private static async Task PackAsync(string release)
    {
        await BuildProgram.SucceedsAsync(["--target", "Pack", .. Release(release)]);
        await BuildProgram.SucceedsAsync(["--target", "Sign", "--exclusive", .. Release(release)]);
    }

    /// <summary>Compiles the sample's Rust source for linux-x64 alone.</summary>
    private static async Task BuildAssetAsync()
    {
        var (zip, source) = (Path.Combine(Zips, Asset), Repository.PathOf("samples", "slim-bindings"));
        bool IsOlder(string file) => File.GetLastWriteTimeUtc(file) < File.GetLastWriteTimeUtc(zip);
        if (File.Exists(zip) && Directory.GetFiles(source, "*", SearchOption.AllDirectories).All(IsOlder)) return;

        Directory.CreateDirectory(Zips);
        var library = Path.Combine(Scratch, "libslim_bindings_x86_64_linux_gnu.a");
        await new Command(
            await Repository.Tools.RequireAsync("rustc"), "--crate-name", "slim_bindings", "--edition", "2021", "--crate-type", "staticlib",
            "-C", "panic=unwind", "-o", library, Path.Combine("src", "lib.rs"))
        { WorkingDirectory = source }.OutputAsync();
        await File.WriteAllBytesAsync(zip, SmallLibrary.Zip(library));
    }
}
