using System.Text.Json;
using RuntimePacks.Signing;
using RuntimePacks.Tools;

namespace Corpus.Tests;

/// <summary>The main job on real Rust, run once for all tests: <c>./build.sh --sample real</c>, with a certificate.</summary>
public sealed class RealSample : IAsyncLifetime
{
    private static readonly Lazy<Task<CommandResult>> s_run = new(RunAsync);

    public static string Output { get; } = Path.Combine(Repository.Scratch, "real-sample");

    /// <summary>The packages, signed; the one that consumers reference last.</summary>
    public static IReadOnlyList<string> Packages =>
        [.. Directory.GetFiles(Path.Combine(Output, "packages")).OrderBy(IsMeta).ThenBy(path => path, StringComparer.Ordinal)];

    /// <summary>The packages that hold a library.</summary>
    public static IReadOnlyList<string> RuntimePackages => [.. Packages.Where(path => !IsMeta(path))];

    /// <summary>The nine assets.</summary>
    public static string Assets => Path.Combine(Output, "sample-real");

    /// <summary>The root of the certificate that signed them, in PEM.</summary>
    public static string RootFile => Path.Combine(Output, "authority", "Root.pem");

    public CommandResult Result { get; private set; } = null!;

    /// <summary>What the report says of the program for a RID.</summary>
    public static JsonElement Smoke(string rid)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(Output, "report", "report.json")));
        var platforms = report.RootElement.GetProperty("platforms").EnumerateArray();
        return platforms.Single(platform => platform.GetProperty("rid").GetString() == rid).GetProperty("smoke").Clone();
    }

    public async ValueTask InitializeAsync() => Result = await s_run.Value;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool IsMeta(string package) => !Path.GetFileName(package).StartsWith("runtime.", StringComparison.Ordinal);

    private static async Task<CommandResult> RunAsync()
    {
        await BuiltCorpus.WithAsync("small/*-release");
        var folder = Repository.EmptyScratch("real-sample");
        LentCorpus.To(folder);
        using var authority = new Authority(Directory.CreateDirectory(Path.Combine(folder, "authority")).FullName);
        var environment = new Dictionary<string, string?> { [SigningCertificate.PasswordVariable] = Authority.Password };
        return await BuildProgram.SucceedsAsync(
            environment, "--sample", "real", "--output", folder, "--certificate", authority.Pfx());
    }
}
