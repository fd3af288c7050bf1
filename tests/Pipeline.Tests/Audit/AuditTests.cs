using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks;
using RuntimePacks.Audit;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Pipeline;
using RuntimePacks.Provenance;
using RuntimePacks.Releases;
using RuntimePacks.Signing;

namespace Pipeline.Tests.Audit;

/// <summary><c>Audit</c>: a package that somebody else has, against the lock.</summary>
public sealed class AuditTests(MainJob job) : IClassFixture<MainJob>
{
    private const string Commit = "0123456789012345678901234567890123456789";

    private static readonly PackDefinition Definition = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));

    public static TheoryData<string> Ids => [.. MainJob.Ids];

    private static string Digit(string digest) => (digest[0] == '0' ? '1' : '0') + digest[1..];

    [Fact]
    public async Task A_package_is_made_again_byte_for_byte_with_no_file_written()
    {
        using var alone = await MainJob.AloneAsync();
        var before = Snapshot();
        var result = await BuildProgram.SucceedsAsync(
            "--target", "Audit", "--package", job[MainJob.Linux], "--from", job.Sample, "--output", job.Output);
        Assert.Contains(
            "the same, byte for byte (its library too, from slim-bindings-x86_64-unknown-linux-gnu.zip)", result.Output,
            StringComparison.Ordinal);
        Assert.Contains("signature", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());

        using var tampered = new TamperedPackage(job[MainJob.Linux]);
        tampered.Flip(tampered.Library);
        await BuildProgram.RefusesAsync(
            [tampered.Path, $"{tampered.Library}, its digest: expected sha256:"], "--target", "Audit", "--package", tampered.Path, "--from",
            job.Sample, "--output", job.Output);
        Assert.Equal(before, Snapshot());

        var nowhere = Path.Combine(Path.GetTempPath(), "no output of any run");
        await BuildProgram.RefusesAsync(
            ["sample.lock.json", "--lock FILE"], "--target", "Audit", "--package", job[MainJob.Linux], "--output", nowhere);
        await BuildProgram.RefusesAsync(
            [$"there is no folder {nowhere}: --from takes"], "--target", "Audit", "--package", job[MainJob.Linux], "--from", nowhere,
            "--output", job.Output);
        Assert.False(Directory.Exists(nowhere));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Every_package_is_the_same_when_it_is_made_again(string id)
    {
        var verdict = await VerifyAsync(job[id]);
        Assert.Empty(verdict.Differences);
        Assert.Contains("the same, byte for byte", Fact(verdict, "made again"), StringComparison.Ordinal);
        if (id != "Slim.Native") Assert.Contains("its library too", Fact(verdict, "made again"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_asset_all_but_the_library_is_made_again()
    {
        var verdict = await VerifyAsync(job[MainJob.Linux], at: "/nowhere");
        Assert.Empty(verdict.Differences);
        Assert.Contains(
            "the same, byte for byte (its library as the package has it: slim-bindings-x86_64-unknown-linux-gnu.zip is not here",
            Fact(verdict, "made again"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_that_was_not_slimmed_is_carried_over_from_its_asset_again()
    {
        var output = Path.Combine(Repository.Scratch, "audited as built");
        await BuildProgram.SucceedsAsync(
            "--from", job.Sample, "--rids", "linux-x64,win-x64", "--slim", "none", "--target", "Pack", "--output", output);
        var package = Path.Combine(output, "packages", $"{MainJob.Linux}.{job.Version}.nupkg");
        var verdict = await VerifyAsync(package);
        Assert.Empty(verdict.Differences);
        Assert.Contains("byte for byte (its library too", Fact(verdict, "made again"), StringComparison.Ordinal);
        var without = await VerifyAsync(package, at: "/nowhere");
        Assert.Empty(without.Differences);
        Assert.Contains("the same files (its library as the package has it", Fact(without, "made again"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_package_is_compared_without_its_signature_and_the_signature_is_told()
    {
        using var signed = new TamperedPackage(job[MainJob.Linux]);
        using var authority = new Authority(Path.GetDirectoryName(signed.Path)!);
        using var certificate = SigningCertificate.Load(authority.Pem("author", password: null));
        var folder = Path.Combine(Path.GetDirectoryName(signed.Path)!, "signed");
        var package = new PackedPackage(
            MainJob.Linux, job.Version, "linux-x64", null, 0, await Digest.OfFileAsync(signed.Path, TestContext.Current.CancellationToken),
            "", "");
        await new PackageSigner(
            certificate, null, Path.GetDirectoryName(signed.Path)!, folder, NullLogger.Instance).SignAsync(
                [package], TestContext.Current.CancellationToken);

        using var copy = new TamperedPackage(Path.Combine(folder, package.FileName));
        var verdict = await VerifyAsync(copy.Path);
        Assert.Empty(verdict.Differences);
        Assert.Contains(
            $"Author, CN=Slim.Native Test author, certificate SHA-256 {certificate.Fingerprint}, no time-stamp, over exactly this content",
            Fact(verdict, "signature"), StringComparison.Ordinal);
        Assert.Contains("the same, byte for byte (its library too", Fact(verdict, "made again"), StringComparison.Ordinal);

        copy.Replace("README.md", "NativeAOT", "NativeAOTT");
        var changed = await VerifyAsync(copy.Path);
        Assert.Contains(
            changed.Differences, difference => difference.StartsWith(
                ".signature.p7s: it is not of this content", StringComparison.Ordinal));
        Assert.Contains(changed.Differences, difference => difference.StartsWith("README.md: expected sha256:", StringComparison.Ordinal));
    }

    public static TheoryData<string, string, string[]> Changes => new()
    {
        { "library", "linux-x64", [
            "runtimes/linux-x64/native/libslim_bindings_x86_64_linux_gnu.a, its digest: expected sha256:", "found sha256:"] },
        { "library, forged throughout", "linux-x64", [
            "provenance.json: expected sha256:", "runtimes/linux-x64/native/libslim_bindings_x86_64_linux_gnu.a: expected sha256:",
            "sbom.cdx.json: expected sha256:"] },
        { "library of another machine", "linux-x64", ["its digest", "aarch64"] },
        { "no archive", "osx-arm64", ["its digest", "archive"] },
        { "manifest, commit", "linux-musl-x64", ["provenance.json, the commit: expected", $"found {Commit}"] },
        { "manifest, asset", "linux-musl-x64", [
            "provenance.json, the digest of slim-bindings-x86_64-unknown-linux-musl.zip: expected sha256:"] },
        { "manifest, stage", "linux-musl-x64", ["provenance.json, before Slim (merge): expected sha256:"] },
        { "manifest, no JSON", "linux-musl-x64", ["provenance.json is not what this project writes"] },
        { "manifest, null", "linux-musl-x64", ["provenance.json is not what this project writes: it holds a null"] },
        { "manifest, field missing", "linux-musl-x64", ["provenance.json is not what this project writes"] },
        { "manifest, none", "linux-musl-x64", ["holds no provenance.json"] },
        { "bill of materials", "linux-musl-x64", ["sbom.cdx.json: it does not say what provenance.json says"] },
        { "bill of materials, none", "linux-musl-x64", ["holds no sbom.cdx.json"] },
        { "targets", "linux-musl-x64", ["buildTransitive/runtime.linux-musl-x64.Slim.Native.targets: expected sha256:"] },
        { "a file more", "linux-musl-x64", ["build/runtime.linux-musl-x64.Slim.Native.props: expected no such file, found sha256:"] },
        { "a file less", "linux-musl-x64", ["README.md: expected sha256:", "found no such file"] },
        { "dependency", "linux-musl-x64", ["runtime.linux-musl-x64.Slim.Native.nuspec: expected sha256:"] },
        { "version", "linux-musl-x64", ["provenance.json, the package's version: expected 0.0.2, found 0.0.1"] },
        { "id", "linux-musl-x64", ["is runtime.plan9-x64.Slim.Native, which is no package of Slim.Native"] },
        { "exports", "linux-musl-x64", ["link/exports.txt lists uniffi_slim_bindings_backdoor, which runtimes/linux-musl-x64/native/"] },
        { "linker arguments", "linux-musl-x64", ["link/arguments.txt: expected sha256:"] },
        { "compressed again", "linux-musl-x64", ["the package as a whole: its files are the same, and its bytes are not"] },
        { "cut short", "linux-musl-x64", ["not a whole zip file"] },
        { "two of a name", "linux-musl-x64", ["holds README.md 2 times"] },
        { "runtime.json", "", ["runtime.json: expected sha256:"] },
        { "manifest of Slim.Native, asset", "", [
            "provenance.json, the digest of slim-bindings-aarch64-apple-darwin.zip: expected sha256:"] },
        { "manifest of Slim.Native, twice", "", ["provenance.json: linux-x64 is there 2 times"] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task What_was_changed_in_a_package_is_named(string what, string rid, string[] words)
    {
        using var package = new TamperedPackage(job[rid.Length == 0 ? "Slim.Native" : $"runtime.{rid}.Slim.Native"]);
        await ChangeAsync(package, what);
        var said = await SaidAsync(package.Path);
        Assert.All(words, word => Assert.Contains(word, said, StringComparison.Ordinal));
    }

    public static TheoryData<string, string> LockChanges => new()
    {
        { "repository", "provenance.json, the repository: expected agntcy/other, found agntcy/slim-bindings" },
        { "tag", "provenance.json, the tag: expected slim-bindings-v9.9.9, found slim-bindings-v0.0.1" },
        { "version", "provenance.json, the release's version: expected 9.9.9, found 0.0.1" },
        { "commit", $"provenance.json, the commit: expected {Commit}, found " },
        { "sample", "provenance.json, whether it is the sample: expected False, found True" },
        { "digest", "provenance.json, the digest of slim-bindings-x86_64-unknown-linux-gnu.zip: expected sha256:" },
        { "size", "provenance.json, the size of slim-bindings-x86_64-unknown-linux-gnu.zip in bytes: expected 1, found " },
        { "asset", "the lock pins no asset for x86_64-unknown-linux-gnu" },
    };

    [Theory]
    [MemberData(nameof(LockChanges))]
    public async Task What_was_changed_in_the_lock_is_named(string what, string words)
    {
        var release = Pinned();
        Asset[] With(Func<Asset, Asset> change) => [
            .. release.Assets.Select(asset => asset.Target == "x86_64-unknown-linux-gnu" ? change(asset) : asset)];
        release = what switch
        {
            "repository" => release with { Repository = "agntcy/other" },
            "tag" => release with { Tag = "slim-bindings-v9.9.9" },
            "version" => release with { Version = "9.9.9" },
            "commit" => release with { Commit = Commit },
            "sample" => release with { Sample = false },
            "digest" => release with { Assets = With(asset => asset with { Sha256 = Digit(asset.Sha256) }) },
            "size" => release with { Assets = With(asset => asset with { Size = 1 }) },
            _ => release with { Assets = [.. release.Assets.Where(asset => asset.Target != "x86_64-unknown-linux-gnu")] },
        };
        var verdict = await VerifyAsync(job[MainJob.Linux], release: release);
        Assert.Contains(words, Assert.Throws<RuntimePacksException>(verdict.Require).Message, StringComparison.Ordinal);
    }

    private static string Fact(PackageVerdict verdict, string check) => verdict.Facts.Single(fact => fact.Check == check).Result;

    private async Task ChangeAsync(TamperedPackage package, string what)
    {
        const string Manifest = "provenance.json", Bill = "sbom.cdx.json";
        switch (what)
        {
            case "library": package.Flip(package.Library); break;
            case "library, forged throughout": package.Forge(Definition); break;
            case "library of another machine":
                using (
                    var other = new TamperedPackage(job["runtime.linux-arm64.Slim.Native"])) package.Write(
                        package.Library, other.Bytes(other.Library));
                break;
            case "no archive": package.Write(package.Library, "#!/bin/sh\n"); break;
            case "manifest, commit": package.Replace(Manifest, Pinned().Commit!, Commit); break;
            case "manifest, asset":
                package.Replace(
                Manifest, Sha256Of("x86_64-unknown-linux-musl"), Digit(Sha256Of("x86_64-unknown-linux-musl"))); break;
            case "manifest, stage":
                package.Replace(
                Manifest, $"\"before\": \"{Original(package)}\"", $"\"before\": \"{Digit(Original(package))}\""); break;
            case "manifest, no JSON": package.Write(Manifest, "{"); break;
            case "manifest, null": package.Replace(Manifest, "\"tools\": []", "\"tools\": null"); break;
            case "manifest, field missing": package.Replace(Manifest, "\"step\": \"merge\",", ""); break;
            case "manifest, none": package.Write(Manifest, (byte[]?)null); break;
            case "bill of materials": package.Replace(Bill, "Apache-2.0", "MIT"); break;
            case "bill of materials, none": package.Write(Bill, (byte[]?)null); break;
            case "targets":
                package.Replace(
                "buildTransitive/runtime.linux-musl-x64.Slim.Native.targets", "<Project>", "<Project><!-- -->"); break;
            case "a file more": package.Write("build/runtime.linux-musl-x64.Slim.Native.props", "<Project/>"); break;
            case "a file less": package.Write("README.md", (byte[]?)null); break;
            case "dependency":
                package.Replace(
                "runtime.linux-musl-x64.Slim.Native.nuspec", "</metadata>",
                "<dependencies><dependency id=\"Evil\" version=\"1.0.0\" /></dependencies></metadata>"); break;
            case "version":
                package.Replace(
                "runtime.linux-musl-x64.Slim.Native.nuspec", "<version>0.0.1</version>", "<version>0.0.2</version>"); break;
            case "id":
                package.Replace(
                "runtime.linux-musl-x64.Slim.Native.nuspec", "<id>runtime.linux-musl-x64.Slim.Native</id>",
                "<id>runtime.plan9-x64.Slim.Native</id>"); break;
            case "exports": package.Write("link/exports.txt", package.Read("link/exports.txt") + "uniffi_slim_bindings_backdoor\n"); break;
            case "linker arguments": package.Replace("link/arguments.txt", "-lm", "-lmine"); break;
            case "compressed again": package.Write("README.md", package.Bytes("README.md")); break;
            case "cut short":
                await using (var file = File.OpenWrite(package.Path)) file.SetLength(file.Length - 200);
                break;
            case "two of a name":
                using (var zip = ZipFile.Open(package.Path, ZipArchiveMode.Update)) zip.CreateEntry("README.md");
                break;
            case "runtime.json": package.Replace("runtime.json", "[0.0.1]", "[0.0.0]"); break;
            case "manifest of Slim.Native, asset":
                package.Replace(
                Manifest, Sha256Of("aarch64-apple-darwin"), Digit(Sha256Of("aarch64-apple-darwin"))); break;
            case "manifest of Slim.Native, twice": package.Replace(Manifest, "\"rid\": \"linux-arm64\"", "\"rid\": \"linux-x64\""); break;
            default: throw new ArgumentOutOfRangeException(nameof(what), what, null);
        }
    }

    /// <summary>The digest of a package's library after its first step.</summary>
    private static string Original(TamperedPackage package) =>
        JsonFile.Parse<PackageProvenance>(package.Read(PackageProvenance.Entry)).Stages[1].Before;

    private string Sha256Of(string target) => Pinned().Assets.Single(asset => asset.Target == target).Sha256;

    private Release Pinned() => new Workspace(job.Output).Release.Read();

    private async Task<string> SaidAsync(string package)
    {
        try
        {
            var verdict = await VerifyAsync(package);
            verdict.Require();
            return "nothing";
        }
        catch (RuntimePacksException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            return e.Message;
        }
    }

    private Task<PackageVerdict> VerifyAsync(string package, string? at = null, Release? release = null) =>
        new PackageVerification(
            Definition, PackageSources.Load(Repository.Root), release ?? Pinned(), asset => [Path.Combine(at ?? job.Sample, asset.Name)],
            Repository.Tools)
            .VerifyAsync(package, TestContext.Current.CancellationToken);

    private Dictionary<string, DateTime> Snapshot() =>
        Directory.EnumerateFileSystemEntries(
            job.Output, "*", SearchOption.AllDirectories).Append(job.Output).ToDictionary(path => path, File.GetLastWriteTimeUtc);
}
