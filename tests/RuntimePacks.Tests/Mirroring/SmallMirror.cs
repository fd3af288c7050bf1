using NuGet.Packaging;
using NuGet.Versioning;
using RuntimePacks.Mirroring;
using RuntimePacks.Signing;

namespace RuntimePacks.Tests.Mirroring;

/// <summary>A mirror of a few small packages, written by the library; deleted after the test.</summary>
internal sealed class SmallMirror : IDisposable
{
    private const string Readme = "$packageId$ $version$ $releases$ $toolchains$ $served$ $signature$ $checksums$ $sample$";

    private readonly TemporaryFolder _folder = new();

    public string Root => _folder["mirror"];

    /// <summary>What was said, line by line.</summary>
    public List<string> Said { get; } = [];

    public SigningCertificate? Signer { get; set; }

    public string? BaseUrl { get; init; }

    public string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>Adds a release of two packages, and a toolchain of one.</summary>
    /// <param name="content">What the runtime package holds.</param>
    public async Task<MirrorSummary> AddAsync(string version, string content = "library", bool sample = false)
    {
        var own = new[] { await PackAsync(
            "runtime.linux-x64.Slim.Native", version, content), await PackAsync("Slim.Native", version, "meta") };
        var tool = await PackAsync("Tool", "10.0.1", "tool");
        var release = new ReleasePackages(
            new MirrorRecord.MirroredRelease(
                "Slim.Native", version, "agntcy/slim", "v" + version, null, sample, ["linux-x64"],
                $"releases/slim.native/{version}/release.lock.json"),
            own, "{}");
        var toolchain = new Toolchain("10.0.401", "net10.0", [new ToolchainRid("linux-x64", PublishKind.NativeAot, null, [tool])]);
        return await new RuntimePacks.Mirroring.Mirror(
            Root, Readme, BaseUrl, new LineLog(Said.Add)).AddAsync(release, toolchain, Signer, TestContext.Current.CancellationToken);
    }

    /// <summary>The faults that the check finds, one a line.</summary>
    public async Task<List<string>> CheckAsync()
    {
        var said = new List<string>();
        try
        {
            await new MirrorCheck(Root, new LineLog(said.Add)).RunAsync(TestContext.Current.CancellationToken);
            return [];
        }
        catch (RuntimePacks.RuntimePacksException)
        {
            return [.. said.Where(line => line.Split(':')[0] is "damaged" or "missing" or "extra")];
        }
    }

    /// <summary>All files, with what is in them.</summary>
    public Dictionary<string, string> Files() => Directory.GetFiles(Root, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Root, path), path => Convert.ToBase64String(File.ReadAllBytes(path)));

    public void Dispose() => _folder.Dispose();

    private async Task<MirrorPackage> PackAsync(string id, string version, string content)
    {
        var path = _folder[$"{id}.{version}.{content}.nupkg"];
        var builder = new PackageBuilder(
            deterministic: true, NuGet.Common.NullLogger.Instance)
        {
            DeterministicTimestamp =
                "2000-01-01T00:00:00Z",
            Id =
                    id,
            Version = NuGetVersion.Parse(version),
            Description = "For a test.",
            Authors = { "Nobody" }
        };
        var file = _folder[content];
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        builder.Files.Add(new PhysicalPackageFile { SourcePath = file, TargetPath = "content.txt" });
        using var stream = File.Create(path);
        builder.Save(stream);
        return new MirrorPackage(id, version, path);
    }
}
