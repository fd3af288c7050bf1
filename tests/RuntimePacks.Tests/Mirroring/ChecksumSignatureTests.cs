using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RuntimePacks.Mirroring;
using RuntimePacks.Signing;

namespace RuntimePacks.Tests.Mirroring;

/// <summary>The checksums are signed, and OpenSSL checks it against the root that the admin trusts.</summary>
public sealed class ChecksumSignatureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SmallMirror _mirror = new();
    private readonly Authority _authority;
    private readonly string _pem;

    public ChecksumSignatureTests()
    {
        _authority = new Authority(_folder.Path);
        _pem = _authority.Pem("signer", password: null);
        _mirror.Signer = SigningCertificate.Load(_pem);
    }

    [Fact]
    public async Task OpenSSL_accepts_it_against_the_root_and_nothing_else()
    {
        await _mirror.AddAsync("1.4.0");
        Assert.Empty(await _mirror.CheckAsync());
        await VerifyAsync(_authority.RootFile, 0);
        await VerifyAsync(
            _folder.Write(
                "own.pem",
                X509Certificate2.CreateFromPem(
                    await File.ReadAllTextAsync(_pem, TestContext.Current.CancellationToken)).ExportCertificatePem()),
            4); // not a root

        await File.AppendAllTextAsync(
            _mirror.PathOf("SHA512SUMS"), $"{new string('a', 128)}  slipped-in\n", TestContext.Current.CancellationToken);
        await VerifyAsync(_authority.RootFile, 4);
        Assert.Contains(
            await _mirror.CheckAsync(),
            fault => fault.StartsWith("damaged: SHA512SUMS or its signature SHA512SUMS.p7s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_check_says_who_signed()
    {
        await _mirror.AddAsync("1.4.0");
        var said = new List<string>();
        await new MirrorCheck(_mirror.Root, new LineLog(said.Add)).RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains(
            said,
            line => line.Contains("signed by CN=Slim.Native Test signer", StringComparison.Ordinal)
                && line.Contains(_mirror.Signer!.Fingerprint.ToLowerInvariant(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_and_its_line_changed_together_are_found_by_the_signature()
    {
        await _mirror.AddAsync("1.4.0");
        const string Config = "NuGet.config";
        await File.WriteAllTextAsync(_mirror.PathOf(Config), "<configuration />", TestContext.Current.CancellationToken);
        var sums = (await File.ReadAllLinesAsync(_mirror.PathOf("SHA512SUMS"), TestContext.Current.CancellationToken)).ToList();
        sums[
            sums.FindIndex(
                line => line.EndsWith(
                    "  " + Config, StringComparison.Ordinal))] = $"{Convert.ToHexStringLower(SHA512.HashData("<configuration />"u8))}  {Config}";
        await File.WriteAllTextAsync(_mirror.PathOf("SHA512SUMS"), string.Join('\n', sums) + "\n", TestContext.Current.CancellationToken);
        Assert.StartsWith("damaged: SHA512SUMS or its signature", Assert.Single(await _mirror.CheckAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_a_certificate_leaves_no_signature_of_other_checksums()
    {
        await _mirror.AddAsync("1.4.0");
        using (_mirror.Signer) _mirror.Signer = null;
        await _mirror.AddAsync("1.5.0");
        Assert.False(File.Exists(_mirror.PathOf(ChecksumSignature.FileName)));
        Assert.Empty(await _mirror.CheckAsync());
    }

    public void Dispose()
    {
        _mirror.Signer?.Dispose();
        _mirror.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    private async Task VerifyAsync(string root, int status)
    {
        var result = await MirrorsPage.VerifyAsync(_mirror.Root, root);
        Assert.True(result.ExitCode == status, result.Output + result.Error);
    }
}
