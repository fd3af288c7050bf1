using RuntimePacks.Abi;
using RuntimePacks.Definition;
using RuntimePacks.Packing;
using RuntimePacks.Releases;
using RuntimePacks.Reports;
using RuntimePacks.Slimming;
using RuntimePacks.Smoke;
using RuntimePacks.Tools;
using RuntimePacks.Verification;
using StaticLibraries.Slimming.Linking;

namespace RuntimePacks.Tests.Reports;

/// <summary>
/// Releases as they are: what the stages would leave of one that went well, of one that failed, and of one that means harm.
/// </summary>
public static class SomeReports
{
    private const string Contract = "ffi_slim_bindings_uniffi_contract_version";

    private static readonly PackDefinition s_definition = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));

    private static readonly string[] s_exports = [Contract, "uniffi_slim_bindings_fn_func_connect", "uniffi_slim_bindings_fn_func_publish"];

    public static ReleaseReport Named(string name) => name switch
    {
        "good" => ReleaseReport.Of(Good),
        "failed" => ReleaseReport.Of(Failed),
        "early" => ReleaseReport.Of(Early),
        "hostile" => ReleaseReport.Of(Hostile),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>A release of 150 MB per target, as upstream's are, after others.</summary>
    private static ReportSources Good { get; } = Sources() with
    {
        Abi = new AbiComparison { Base = "1.3.0", From = "the lock", Added = [s_exports[2]] },
        Stages = [
            new("Sample", 0.0004, StageOutcome.Skipped), new("Resolve", 1.25, StageOutcome.Succeeded),
            new("Fetch", 41.3, StageOutcome.Succeeded), new("Verify", 6.1, StageOutcome.Succeeded),
            new("Slim", 78.9, StageOutcome.Succeeded), new("Pack", 5.5, StageOutcome.Succeeded), new("Smoke", 31.7, StageOutcome.Succeeded)],
    };

    /// <summary>One program gave a wrong answer.</summary>
    private static ReportSources Failed { get; } = Good with
    {
        Abi = new AbiComparison
        {
            Base = "1.3.0",
            From = "the lock",
            Removed = ["uniffi_slim_bindings_fn_func_disconnect"],
            Changed = [
                new(
                    "the UniFFI contract version of slim_bindings", 29, 30), new(
                        "uniffi_slim_bindings_checksum_func_connect", 1000, 64001)],
            AllowedBecause = "--allow-abi-break",
        },
        Smoked = [
            .. Good.Smoked.Select(
                result => result.Rid == "linux-arm64"
                    ? new SmokeResult { Rid = result.Rid, Status = SmokeStatus.Failed, Language = SmokeLanguage.CSharp, Reason = "the program for linux-arm64 did not say that its checks passed; it said:\nFAILED contract version: expected a small number, got 4294967295" }
                    : result)],
        Stages = [.. Good.Stages.SkipLast(1), new("Smoke", 12.4, StageOutcome.Failed)],
        Failure = new(
            "Smoke",
            "the smoke test failed for linux-arm64: the program for linux-arm64 did not say that its checks passed; it said:\nFAILED contract version: expected a small number, got 4294967295"),
    };

    /// <summary>Verify refused the release: there is nothing of the stages after it.</summary>
    private static ReportSources Early { get; } = new(s_definition, Good.Release with { Earlier = [] })
    {
        Stages = [.. Good.Stages.Take(3), new("Verify", 2.2, StageOutcome.Failed)],
        Failure = new(
            "Verify",
            "slim-bindings-aarch64-apple-darwin.zip: libslim_bindings_aarch64_darwin.a holds a member for x86_64, expected aarch64; upstream has to build it again"),
    };

    /// <summary>Every text that comes from outside tries to be markup.</summary>
    private static ReportSources Hostile { get; } = Good with
    {
        Release =
            Good.Release with { Tag = "v1</title><script>document.title='owned'</script>", Repository = "\"><img src=x onerror=document.title='owned'>", Commit = "\" onmouseover=\"document.title='owned'", Skipped = ["slim-bindings-<b>|`x`.zip"] },
        Smoked = [
            .. Good.Smoked.Select(
                result => result with { Reason = result.Reason is null ? null : "</p><script>document.title='owned'</script> | `a`\n# b" })],
        Failure = new("Smoke", "<style>body{display:none}</style> &amp; ```"),
    };

    private static ReportSources Sources()
    {
        var assets = s_definition.Platforms.Select((platform, at) => Asset(platform.Target, 58_000_000 + (at * 1_234_567L))).ToList();
        var release = new Release
        {
            Repository = "agntcy/slim-bindings",
            Tag = "slim-bindings-v1.4.0",
            Version = "1.4.0",
            Commit = "0123456789abcdef0123456789abcdef01234567",
            Assets = [.. assets.OrderBy(asset => asset.Name, StringComparer.Ordinal)],
            Earlier = [.. Enumerable.Range(0, 6).Reverse().Select(at => Earlier($"1.{at / 2}.{at % 2}", assets, 0.7 + (0.06 * at)))],
        };
        var platforms = s_definition.Platforms.Where(platform => platform.Rid is not null).ToList();
        var verified = platforms.Select(platform => Verified(assets.First(asset => asset.Target == platform.Target))).ToList();
        return new ReportSources(s_definition, release)
        {
            Verified = verified,
            Slimmed = [.. verified.Select(Slimmed)],
            Packed = [
                .. platforms.Select(
                    (platform, at) => Package(s_definition.RuntimePackageId(platform.Rid!), platform, 4_100_000 + (at * 2_345_678))),
                Package(s_definition.PackageId, null, 7_012)],
            Smoked = [.. platforms.Select(Smoke)],
        };
    }

    private static Asset Asset(string target, long size) =>
        new(
            new AssetNames(s_definition).Of(target), target, size, Sha(target))
        {
            Id = size,
            DigestFrom = target.Contains("musl", StringComparison.Ordinal)
                ? DigestSource.FirstDownload
                : DigestSource.GitHub
        };

    private static Release Earlier(string version, IEnumerable<Asset> assets, double size) => new()
    {
        Repository = "agntcy/slim-bindings",
        Tag = $"slim-bindings-v{version}",
        Version = version,
        Assets =
        [
            .. from asset in assets
            where version != "1.0.0" || !asset.Target.Contains("msvc", StringComparison.Ordinal)
            select asset with { Size = (long)(asset.Size * size) },
        ],
    };

    private static VerifiedLibrary Verified(Asset asset) => new()
    {
        Asset = asset,
        Path = $"/libraries/{asset.Target}/libslim_bindings_{asset.Target.Replace('-', '_')}.a",
        Entry = $"libslim_bindings_{asset.Target.Replace('-', '_')}.a",
        Size = asset.Size * 5 / 2,
        Sha256 = Sha(asset.Name),
        Flavour = "gnu",
        Members = 548,
        Symbols = 181_234,
        Exports = s_exports,
        Undefined = [],
        Key = "",
    };

    private static SlimmedLibrary Slimmed(VerifiedLibrary library)
    {
        var linux = library.Asset.Target.Contains("linux", StringComparison.Ordinal);
        return new SlimmedLibrary
        {
            Source = library,
            Path = library.Path,
            Size = linux ? library.Size / 14 : library.Size / 3,
            Sha256 = Sha(library.Path),
            Members = linux ? 1 : 211,
            Symbols = 45_678,
            Done = [
                new SlimStep("strip", library.Sha256, Sha("strip"), [new ToolVersion("StaticLibraries.Slimming", "1.0.0")]),
                new SlimStep(linux ? "isolate" : "drop", Sha("strip"), Sha(library.Path), [])],
            Mode = SlimMode.Full,
            Key = "",
        };
    }

    private static PackedPackage Package(string id, Platform? platform, long size) =>
        new(id, "1.4.0", platform?.Rid, platform?.Target, size, Sha(id), "", "");

    private static SmokeResult Smoke(Platform platform) => platform.Rid switch
    {
        "linux-x64" => Consumer(platform.Rid, SmokeStatus.Ran),
        "linux-arm64" => Consumer(platform.Rid, SmokeStatus.RanUnderQemu),
        "linux-musl-x64" => InC(platform.Rid, SmokeStatus.Ran, null),
        "linux-musl-arm64" => InC(platform.Rid, SmokeStatus.RanUnderQemu, "glibc, linked statically, stands in for musl"),
        "win-x64" => InC(platform.Rid, SmokeStatus.RanUnderWine, null),
        "win-arm64" => new SmokeResult
        {
            Rid = platform.Rid,
            Status = SmokeStatus.NotTried,
            Reason = "missing on this machine: lld, get it with: apt-get install lld",
        },
        _ => InC(platform.Rid!, SmokeStatus.Linked, "nothing here runs a program for macOS; stubs stand in for Apple's SDK"),
    };

    private static SmokeResult Consumer(string rid, SmokeStatus status) => new()
    {
        Rid = rid,
        Status = status,
        Language = SmokeLanguage.CSharp,
        Checks = 1,
        ChecksWithoutAot = status == SmokeStatus.Ran ? 1 : null,
        ExecutableSize = 9_800_000,
        Needed = ["libm.so.6", "libc.so.6"],
        Interpreter = "/lib64/ld-linux-x86-64.so.2",
    };

    private static SmokeResult InC(string rid, SmokeStatus status, string? reason) => new()
    {
        Rid = rid,
        Status = status,
        Language = SmokeLanguage.C,
        Checks = status == SmokeStatus.Linked ? 0 : 1,
        ExecutableSize = 97_000,
        Reason = reason,
    };

    private static string Sha(string text) => RuntimePacks.Files.Digest.OfTexts(text);
}
