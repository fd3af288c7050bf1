using System.Text.Json;
using RuntimePacks.Signing;

namespace Pipeline.Tests.Signing;

/// <summary>Author signatures, as <c>dotnet nuget verify</c> and the next run see them.</summary>
public sealed class SignTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Output => _folder["output"];

    private string Packages => Path.Combine(Output, "packages");

    private string Linux => Path.Combine(Packages, $"{MainJob.Linux}.{job.Version}.nupkg");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DotnetNugetVerify_accepts_every_package_and_rejects_one_with_a_byte_changed()
    {
        using var authority = new Authority(_folder.Path);
        using var stranger = new Authority(_folder.Path, "Stranger");
        await using var clock = new TimestampServer(authority, _folder.Path);
        var environment =
            new Dictionary<string, string?> { [SigningCertificate.PasswordVariable] = Authority.Password, ["SSL_CERT_FILE"] = authority.RootFile };
        job.CopyTo(Output, "unsigned");
        var result = await SignAsync(environment, "--certificate", authority.Pfx(), "--timestamper", clock.Url);
        Assert.DoesNotContain(Authority.Password, result, StringComparison.Ordinal);
        var packages = Directory.GetFiles(Packages);
        Assert.Equal(Directory.GetFiles(job.Packages).Select(Path.GetFileName).Order(), packages.Select(Path.GetFileName).Order());
        Assert.Equal(packages.Length, clock.Requests);

        var sdk = await TrustingSdk.CreateAsync(_folder["sdk"], authority.RootFile, authority.RootFile);
        var verified = await sdk.VerifyAsync(packages);
        verified.Succeeded();
        Assert.Contains("Signature type: Author", verified.Output, StringComparison.Ordinal);
        Assert.Contains("CN=Slim.Native Test author", verified.Output, StringComparison.Ordinal);
        Assert.Contains("Timestamp: ", verified.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NU3", verified.Output + verified.Error, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(Linux, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Linux, bytes, TestContext.Current.CancellationToken);
        var changed = await sdk.VerifyAsync(Linux);
        Assert.NotEqual(0, changed.ExitCode);
        Assert.Contains("NU3008", changed.Output + changed.Error, StringComparison.Ordinal);

        var wary = await TrustingSdk.CreateAsync(_folder["sdk"], stranger.RootFile, authority.RootFile);
        var distrusted = await wary.VerifyAsync(packages[0]);
        Assert.NotEqual(0, distrusted.ExitCode);
        Assert.Contains("NU3018", distrusted.Output + distrusted.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_report_and_packages_say_who_signed()
    {
        using var authority = new Authority(_folder.Path);
        job.CopyTo(Output, "unsigned");
        await SignAsync(new(), "--certificate", authority.Pem("plain", password: null));
        var record = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(Output, "stages", "sign.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.True(record.GetProperty("isSigned").GetBoolean());
        Assert.Equal("CN=Slim.Native Test plain", record.GetProperty("certificate").GetProperty("subject").GetString());
        Assert.False(record.GetProperty("certificate").GetProperty("timestamped").GetBoolean());
        foreach (var package in record.GetProperty("packages").EnumerateArray())
        {
            var path = Path.Combine(Packages, $"{package.GetProperty("id").GetString()}.{job.Version}.nupkg");
            Assert.Equal(
                await RuntimePacks.Files.Digest.OfFileAsync(path, TestContext.Current.CancellationToken),
                package.GetProperty("sha256").GetString());
            var signature = await PackageSignature.ReadAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(record.GetProperty("certificate").GetProperty("fingerprint").GetString(), signature?.Fingerprint);
            Assert.Null(signature?.Fault);
            Assert.Null(signature?.Time);
        }
    }

    [Fact]
    public async Task Without_a_certificate_packages_ship_as_they_were_packed_and_the_record_says_so()
    {
        job.CopyTo(Output, "packages");
        var result = await SignAsync(new());
        Assert.Contains("not signed", result, StringComparison.Ordinal);
        var record = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(Output, "stages", "sign.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.False(record.GetProperty("isSigned").GetBoolean());
        Assert.False(record.TryGetProperty("certificate", out _));
        Assert.Equal(
            await File.ReadAllBytesAsync(job[MainJob.Linux], TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(Linux, TestContext.Current.CancellationToken));
        Assert.Null(await PackageSignature.ReadAsync(Linux, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_and_nothing_is_signed_twice()
    {
        using var authority = new Authority(_folder.Path);
        await using var clock = new TimestampServer(authority, _folder.Path) { FailsAfter = 4 };
        var environment =
            new Dictionary<string, string?> { [SigningCertificate.PasswordVariable] = Authority.Password, ["SSL_CERT_FILE"] = authority.RootFile };
        string[] arguments = ["--certificate", authority.Pfx(), "--timestamper", clock.Url];
        await PackAsync(environment, arguments);
        await BuildProgram.RefusesAsync(
            ["no time-stamp from", clock.Url, "503", "run again"], environment, [.. Sign, "--output", Output, .. arguments]);
        Assert.Equal(4, Directory.GetFiles(Packages).Length);

        clock.FailsAfter = int.MaxValue;
        var before = clock.Requests;
        var resumed = await PackAsync(environment, arguments) + await SignAsync(environment, arguments);
        Assert.Equal(Directory.GetFiles(job.Packages).Length - 4, clock.Requests - before);
        Assert.DoesNotContain("packed ", resumed, StringComparison.Ordinal);

        var times = Directory.GetFiles(Packages).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        var again = await SignAsync(environment, arguments);
        Assert.DoesNotContain("signed runtime", again, StringComparison.Ordinal);
        Assert.Equal(times, Directory.GetFiles(Packages).ToDictionary(path => path, File.GetLastWriteTimeUtc));

        await SignAsync(environment, "--certificate", authority.Pfx("successor"));
        Assert.All(Directory.GetFiles(Packages), path => Assert.NotEqual(times[path], File.GetLastWriteTimeUtc(path)));
        var unsigned = await PackAsync(new()) + await SignAsync(new());
        Assert.Contains("packed ", unsigned, StringComparison.Ordinal);
        Assert.Null(await PackageSignature.ReadAsync(Linux, TestContext.Current.CancellationToken));
    }

    public static TheoryData<string, string[]> BadCertificates => new()
    {
        { "missing", ["cannot be read", "nothing.pfx", "--certificate takes a PFX or PEM file"] },
        { "no certificate", ["junk.pfx", "or it is no PFX or PEM file"] },
        { "no password", ["author.pfx", "set SIGNING_CERTIFICATE_PASSWORD"] },
        { "wrong password", ["author.pfx", "the password in SIGNING_CERTIFICATE_PASSWORD"] },
        { "encrypted PEM, wrong password", ["locked.pem", "the password in SIGNING_CERTIFICATE_PASSWORD"] },
        { "no key", ["keyless.pem", "private key"] },
        { "for servers", ["server.pfx", "not a certificate for signing code", "1.3.6.1.5.5.7.3.1"] },
        { "expired", ["expired.pfx", "expired on"] },
        { "no clock", ["no time-stamp from http://127.0.0.1:9/"] },
        { "clock of strangers", ["no time-stamp from", "does not trust the root"] },
    };

    [Theory]
    [MemberData(nameof(BadCertificates))]
    public async Task A_certificate_or_server_that_cannot_be_used_is_one_clear_error(string what, string[] words)
    {
        using var authority = new Authority(_folder.Path);
        await using var clock = new TimestampServer(authority, _folder.Path);
        await File.WriteAllTextAsync(_folder["junk.pfx"], "junk", TestContext.Current.CancellationToken);
        string[] arguments = what switch
        {
            "missing" => ["--certificate", _folder["nothing.pfx"]],
            "no certificate" => ["--certificate", _folder["junk.pfx"]],
            "encrypted PEM, wrong password" => ["--certificate", authority.Pem("locked", Authority.Password)],
            "no key" => ["--certificate", authority.PemWithoutKey()],
            "for servers" => ["--certificate", authority.PfxForServers()],
            "expired" => ["--certificate", authority.ExpiredPfx()],
            "no clock" => ["--certificate", authority.Pfx(), "--timestamper", "http://127.0.0.1:9/"],
            "clock of strangers" => ["--certificate", authority.Pfx(), "--timestamper", clock.Url],
            _ => ["--certificate", authority.Pfx()],
        };
        var password = what switch
        {
            "no password" => null,
            "wrong password" or "encrypted PEM, wrong password" => "wrong",
            _ => Authority.Password,
        };
        var environment = new Dictionary<string, string?> { [SigningCertificate.PasswordVariable] = password };
        job.CopyTo(Output, "unsigned");
        await BuildProgram.RefusesAsync(words, environment, [.. Sign, "--output", Output, .. arguments]);
        Assert.False(File.Exists(Path.Combine(Output, "stages", "sign.json")));
        Assert.Empty(Directory.Exists(Packages) ? Directory.GetFiles(Packages) : []);
    }

    [Theory]
    [InlineData(new[] { "--timestamper", "http://127.0.0.1:9/" }, "--timestamper needs --certificate")]
    [InlineData(new[] { "--certificate", "a.pfx", "--timestamper", "clock" }, "--timestamper takes the http or https address")]
    public Task Options_that_make_no_sense_are_refused(string[] arguments, string words) =>
        BuildProgram.RefusesAsync([words], [.. Sign, "--output", Output, .. arguments]);

    private static string[] Sign => ["--target", "Sign", "--exclusive"];

    private async Task<string> SignAsync(Dictionary<string, string?> environment, params string[] arguments)
    {
        var signing = await BuildProgram.SucceedsAsync(environment, [.. Sign, "--output", Output, .. arguments]);
        return signing.Output + signing.Error;
    }

    /// <summary>What comes before Sign, without publishing programs.</summary>
    private async Task<string> PackAsync(Dictionary<string, string?> environment, params string[] arguments) =>
        (
            await BuildProgram.SucceedsAsync(
                environment, ["--target", "Pack", "--from", job.Sample, "--output", Output, .. arguments])).Output;
}
