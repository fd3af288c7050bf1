using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RuntimePacks.Mirroring;
using RuntimePacks.Signing;
using RuntimePacks.Tools;
using Testing;

namespace Mirror.Tests;

/// <summary>The checksums are signed, and OpenSSL checks it against the root that the admin trusts.</summary>
[Collection(MirroredRelease.OneAtATime)]
public sealed class SignatureTests : IDisposable
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private readonly SmallMirror _mirror = new();
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _own;

    private readonly MirroredRelease _mirrored;

    private string Pem { get; }

    public SignatureTests(MirroredRelease mirrored)
    {
        _mirrored = mirrored;
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var rootKey = RSA.Create(2048);
        var root = new CertificateRequest("CN=Test root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = root.CreateSelfSigned(from, to);
        using var key = RSA.Create(2048);
        var own = new CertificateRequest("CN=Test signer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        own.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(CodeSigning)], false));
        using var issued = own.Create(_root, from, to, [1, 2, 3]);
        _own = issued.CopyWithPrivateKey(key);
        Pem = Path.Combine(Path.GetDirectoryName(_mirror.Root)!, "signer.pem");
        File.WriteAllLines(Pem, [_own.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), _root.ExportCertificatePem()]);
        _mirror.Signer = SigningCertificate.Load(Pem);
    }

    [Fact]
    public async Task OpenSSL_accepts_it_against_the_root_and_nothing_else()
    {
        await _mirror.AddAsync("1.4.0");
        Assert.Empty(await _mirror.CheckAsync());
        await VerifyAsync(_root, 0);
        await VerifyAsync(_own, 4); // not a root

        await File.AppendAllTextAsync(_mirror.PathOf("SHA512SUMS"), $"{new string('a', 128)}  slipped-in\n", TestContext.Current.CancellationToken);
        await VerifyAsync(_root, 4);
        Assert.Contains(await _mirror.CheckAsync(), fault => fault.StartsWith("damaged: SHA512SUMS or its signature SHA512SUMS.p7s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_line_takes_the_certificate()
    {
        var mirror = await Checkout.CopyAsync(_mirrored.Second, Path.Combine(Checkout.Scratch, "signed"));
        await _mirrored.MirrorAsync(mirror, "1.5.0", "--certificate", Pem);
        await VerifyAsync(_root, 0, mirror);
        Assert.Contains("is signed", await File.ReadAllTextAsync(Path.Combine(mirror, "README.md"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_check_says_who_signed()
    {
        await _mirror.AddAsync("1.4.0");
        var said = new List<string>();
        await new MirrorCheck(_mirror.Root, new LineLog(said.Add)).RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains(said, line => line.Contains("signed by CN=Test signer", StringComparison.Ordinal) && line.Contains(_own.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_and_its_line_changed_together_are_found_by_the_signature()
    {
        await _mirror.AddAsync("1.4.0");
        const string Config = "NuGet.config";
        await File.WriteAllTextAsync(_mirror.PathOf(Config), "<configuration />", TestContext.Current.CancellationToken);
        var sums = (await File.ReadAllLinesAsync(_mirror.PathOf("SHA512SUMS"), TestContext.Current.CancellationToken)).ToList();
        sums[sums.FindIndex(line => line.EndsWith("  " + Config, StringComparison.Ordinal))] = $"{Convert.ToHexStringLower(SHA512.HashData("<configuration />"u8))}  {Config}";
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
        _root.Dispose();
        _own.Dispose();
    }

    /// <summary>As the page says it.</summary>
    private async Task VerifyAsync(X509Certificate2 root, int status, string? mirror = null)
    {
        await Checkout.Tools.RequireAsync("openssl", TestContext.Current.CancellationToken);
        var pem = Path.Combine(Path.GetDirectoryName(_mirror.Root)!, "root.pem");
        await File.WriteAllTextAsync(pem, root.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var command = Page.Block("Carry it, and check it", "sh", "openssl").Replace("root.pem", pem, StringComparison.Ordinal);
        var result = await new Command("sh", "-e", "-c", command) { WorkingDirectory = mirror ?? _mirror.Root }.RunAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == status, result.Output + result.Error);
    }
}
