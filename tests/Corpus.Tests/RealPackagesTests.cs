using System.IO.Compression;
using RuntimePacks.Definition;
using RuntimePacks.Inspection;
using StaticLibraries.Libraries;

namespace Corpus.Tests;

/// <summary>Signed packages of real Rust for every target, as those see them who got them from somebody.</summary>
public sealed class RealPackagesTests(RealSample sample) : IClassFixture<RealSample>, IDisposable
{
    private const string SignedBy = "CN=Slim.Native Test author";

    /// <summary>Each import member has its name with this prefix too, which LLVM's nm does not list.</summary>
    private const string ImportPrefix = "__imp_";

    private static readonly PackDefinition s_definition = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Rids { get; } = [.. MainJob.Rids];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DotnetNugetVerify_accepts_each_and_rejects_one_with_a_byte_changed()
    {
        Assert.Contains("signed ", sample.Result.Output, StringComparison.Ordinal);
        var sdk = await TrustingSdk.CreateAsync(_folder["sdk"], RealSample.RootFile, RealSample.RootFile);
        var verified = (await sdk.VerifyAsync([.. RealSample.Packages])).Succeeded();
        Assert.Equal(9, verified.Output.Split(SignedBy).Length - 1);

        var changed = Changed(PackageFor("win-arm64"));
        var rejected = await sdk.VerifyAsync(changed);
        Assert.NotEqual(0, rejected.ExitCode);
        Assert.Contains("NU3008", rejected.Output + rejected.Error, StringComparison.Ordinal);
        await BuildProgram.RefusesAsync([changed], [.. Audit, "--package", changed]);
    }

    [Theory]
    [MemberData(nameof(Rids))]
    public async Task Audit_makes_each_again_from_its_asset_byte_for_byte(string rid)
    {
        var audit = await BuildProgram.SucceedsAsync([.. Audit, "--package", PackageFor(rid)]);
        Assert.Contains("the same, byte for byte (its library too, from slim-bindings-", audit.Output, StringComparison.Ordinal);
        Assert.Contains($"Author, {SignedBy}", audit.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rids))]
    public async Task Inspect_says_what_LLVM_says_of_the_library(string rid)
    {
        var package = PackageFor(rid);
        var target = s_definition.Platforms.Single(platform => platform.Rid == rid).Target;
        var inspection = await new Inspector(s_definition, null).InspectAsync(package, TestContext.Current.CancellationToken);
        Assert.Equal(target, inspection.Verdict?.Target);
        Assert.Null(inspection.Verdict!.Fault);
        var library = Assert.Single(inspection.Entries);
        Assert.Equal(FileKind.StaticLibrary, library.Kind);
        Assert.Equal(new Dictionary<string, int?> { ["slim_bindings"] = 30, ["slim_rpc"] = 30 }, library.UniffiContracts);

        ZipFile.ExtractToDirectory(package, _folder["unzipped"]);
        var unzipped = Path.Combine(_folder["unzipped"], library.File);
        Assert.Equal((await BuiltCorpus.LinesAsync("llvm-ar", "t", unzipped)).Length, library.Members.Count);
        Assert.Equal(
            await BuiltCorpus.ExportsAsync(unzipped, BuiltCorpus.IsMac(target)),
            library.Exports.Select(export => export.Name).Where(name => !name.StartsWith(ImportPrefix, StringComparison.Ordinal))
                .Distinct().Order(StringComparer.Ordinal));
    }

    private static string[] Audit => ["--target", "Audit", "--from", RealSample.Assets, "--output", RealSample.Output];

    private static string PackageFor(string rid) =>
        RealSample.RuntimePackages.Single(path => Path.GetFileName(path).StartsWith($"runtime.{rid}.", StringComparison.Ordinal));

    private string Changed(string package)
    {
        var bytes = File.ReadAllBytes(package);
        bytes[bytes.Length / 2] ^= 1;
        var path = _folder[Path.GetFileName(package)];
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
