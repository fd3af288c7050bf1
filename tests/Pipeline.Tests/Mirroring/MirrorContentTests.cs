using System.Text.Json;
using RuntimePacks.Mirroring;

namespace Pipeline.Tests.Mirroring;

/// <summary>What is in a mirror, and what a second release adds to it.</summary>
[Collection("the output folder of the mirrors")]
public sealed class MirrorContentTests(MirroredRelease mirrored) : IClassFixture<MirroredRelease>
{
    private static readonly string[] OwnPackages = ["runtime.linux-x64.slim.native", "slim.native"];

    [Fact]
    public void It_holds_the_packages_the_toolchain_the_lock_and_what_the_admin_needs()
    {
        var paths = Checksums.TryRead(MirroredRelease.First)!.Paths.ToHashSet();
        string[] texts = [
            "NuGet.config", "README.md", "mirror.json", "client/NuGet.config", "index.json", "releases/slim.native/1.4.0/release.lock.json",
            "registration/slim.native/index.json", "registration/slim.native/1.4.0.json"];
        Assert.Empty(texts.Except(paths));
        var ids = Directory.GetDirectories(Path.Combine(MirroredRelease.First, "packages")).Select(Path.GetFileName).ToHashSet();
        string[] packages = [
            "runtime.linux-x64.microsoft.dotnet.ilcompiler", "microsoft.netcore.app.runtime.nativeaot.linux-x64",
            "microsoft.netcore.app.host.linux-x64", .. OwnPackages];
        Assert.Empty(packages.Except(ids));
        Assert.All(ids, id => Assert.Contains($"packages/{id}/index.json", paths));
    }

    [Fact]
    public void A_second_release_adds_only_what_is_new()
    {
        var (first, second) = (Checksums.TryRead(MirroredRelease.First)!, Checksums.TryRead(MirroredRelease.Second)!);
        var added = second.Paths.Except(first.Paths).ToList();
        Assert.Equal(
            OwnPackages.SelectMany(
                id => new[] { $"packages/{id}/1.5.0/{id}.1.5.0.nupkg", $"packages/{id}/1.5.0/{id}.1.5.0.nupkg.sha512", $"packages/{id}/1.5.0/{id}.nuspec", $"registration/{id}/1.5.0.json" })
                .Append("releases/slim.native/1.5.0/release.lock.json").Order(StringComparer.Ordinal),
            added);
        Assert.Empty(first.Paths.Except(second.Paths));
        var changed = first.Paths.Where(path => first[path] != second[path]).ToList();
        Assert.Equal(
            OwnPackages.SelectMany(
                id => new[] { $"packages/{id}/index.json", $"registration/{id}/index.json" }).Concat(["README.md", "mirror.json"]).Order(StringComparer.Ordinal),
            changed);
        Assert.Matches(
            $@"New: {added.Count + changed.Count} files, 0\.\d MB\. In .*: {second.Paths.Count()} files, \d+\.\d MB\.", mirrored.SecondSaid);
        Assert.Matches(@"New: \d\d files, \d\d+\.\d MB", mirrored.FirstSaid);
    }

    [Fact]
    public async Task The_same_run_again_writes_nothing()
    {
        var mirror = await MirroredRelease.CopyAsync(MirroredRelease.Second, Path.Combine(MirroredRelease.Scratch, "again"));
        var times = Directory.GetFiles(
            mirror, "*", SearchOption.AllDirectories).Where(
                path => !path.EndsWith(".lock", StringComparison.Ordinal)).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        Assert.Contains("New: 0 files, 0.000 MB", await MirroredRelease.MirrorAsync(mirror, "1.5.0"), StringComparison.Ordinal);
        Assert.All(times, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    [Fact]
    public async Task Its_indexes_say_what_NuGets_documents_ask_for()
    {
        using var service = await ReadAsync("index.json");
        Assert.Equal("3.0.0", service.RootElement.GetProperty("version").GetString());
        var resources = service.RootElement.GetProperty("resources").EnumerateArray().ToDictionary(
            resource => resource.GetProperty("@type").GetString()!, resource => resource.GetProperty("@id").GetString());
        Assert.Equal($"{MirroredRelease.BaseUrl}/packages/", resources["PackageBaseAddress/3.0.0"]);
        Assert.Equal($"{MirroredRelease.BaseUrl}/registration/", resources["RegistrationsBaseUrl/3.6.0"]);

        using var versions = await ReadAsync("packages/slim.native/index.json");
        Assert.Equal(
            ["1.4.0", "1.5.0"], versions.RootElement.GetProperty("versions").EnumerateArray().Select(version => version.GetString()));

        using var registration = await ReadAsync("registration/slim.native/index.json");
        Assert.Equal(1, registration.RootElement.GetProperty("count").GetInt32());
        var page = Assert.Single(registration.RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(
            (2, "1.4.0", "1.5.0"),
            (page.GetProperty("count").GetInt32(), page.GetProperty("lower").GetString(), page.GetProperty("upper").GetString()));
        foreach (var item in page.GetProperty("items").EnumerateArray())
        {
            Assert.Equal("Slim.Native", item.GetProperty("catalogEntry").GetProperty("id").GetString());
            Assert.All(
                ["@id", "packageContent"],
                name => Assert.True(
                    File.Exists(
                        Path.Combine(
                            MirroredRelease.Second, item.GetProperty(name).GetString()![(MirroredRelease.BaseUrl.Length + 1)..]))));
        }

        async Task<JsonDocument> ReadAsync(string path) => JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(MirroredRelease.Second, path), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Mirror needs --bundle DIR", "--target", "Mirror")]
    [InlineData("--base-url takes the URL", "--target", "Mirror", "--bundle", "m", "--base-url", "nuget.example.com/slim")]
    [InlineData("--base-url takes the URL", "--target", "Mirror", "--bundle", "m", "--base-url", "https://nuget.example.com/slim?a=b")]
    [
        InlineData(
            "--base-url is of no use to CheckMirror", "--target", "CheckMirror", "--bundle", "m", "--base-url", "https://nuget.example.com")]
    [InlineData("there is no SHA512SUMS", "--target", "CheckMirror", "--bundle", "/var/lib/nobody")]
    public async Task Options_that_make_no_sense_are_refused_before_anything_runs(string words, params string[] arguments) =>
        await BuildProgram.RefusesAsync([words], arguments);

    [Fact]
    public async Task The_command_line_takes_the_certificate()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority(folder.Path);
        var mirror = await MirroredRelease.CopyAsync(MirroredRelease.Second, Path.Combine(MirroredRelease.Scratch, "signed"));
        await MirroredRelease.MirrorAsync(mirror, "1.5.0", "--certificate", authority.Pem("signer", password: null));
        (await MirrorsPage.VerifyAsync(mirror, authority.RootFile)).Succeeded();
        Assert.Contains("is signed", await File.ReadAllTextAsync(Path.Combine(mirror, "README.md"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_SDK_that_is_not_here_is_refused_with_those_that_are()
    {
        await BuildProgram.RefusesAsync(
            ["there is no SDK 9.9.999", "10."],
            MirroredRelease.Arguments(Path.Combine(MirroredRelease.Scratch, "no-sdk"), "1.5.0", "--sdk", "9.9.999"));
    }
}
