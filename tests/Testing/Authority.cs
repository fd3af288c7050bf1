using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Testing;

/// <summary>A certificate authority: its root, and what it issues, in the files that users have.</summary>
public sealed class Authority : IDisposable
{
    public const string Password = "a password, not a secret: é";

    private const string CodeSigning = "1.3.6.1.5.5.7.3.3", TimeStamping = "1.3.6.1.5.5.7.3.8", Servers = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 _root;
    private readonly string _folder;

    public Authority(string folder, string name = "Root")
    {
        _folder = folder;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN=Slim.Native Test {name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(Now.AddDays(-30), Now.AddYears(1));
        RootFile = Write($"{name}.pem", _root.ExportCertificatePem());
    }

    /// <summary>The root, in PEM.</summary>
    public string RootFile { get; }

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>A PFX with certificate, key and root.</summary>
    public string Pfx(string name = "author", string password = Password, string usage = CodeSigning, double days = 30)
    {
        using var certificate = Issue(name, usage, Now.AddDays(days));
        var path = Path.Combine(_folder, name + ".pfx");
        File.WriteAllBytes(
            path,
            new X509Certificate2Collection { certificate, X509CertificateLoader.LoadCertificate(_root.RawData) }.Export(X509ContentType.Pfx, password)!);
        return path;
    }

    public string PfxForServers() => Pfx("server", usage: Servers);

    public string ExpiredPfx() => Pfx("expired", days: -1);

    /// <summary>One PEM file: certificate, root, key.</summary>
    public string Pem(string name, string? password)
    {
        using var certificate = Issue(name, CodeSigning, Now.AddDays(30));
        using var key = certificate.GetRSAPrivateKey()!;
        return Write(
            name + ".pem", string.Join('\n', certificate.ExportCertificatePem(), _root.ExportCertificatePem(), KeyPem(key, password)));
    }

    /// <summary>A PEM file without a key.</summary>
    public string PemWithoutKey()
    {
        using var certificate = Issue("keyless", CodeSigning, Now.AddDays(30));
        return Write("keyless.pem", certificate.ExportCertificatePem());
    }

    /// <summary>The certificate and key of a time-stamp server, in two PEM files.</summary>
    public (string Certificate, string Key) TimestampServer()
    {
        using var certificate = Issue("clock", TimeStamping, Now.AddDays(30), critical: true);
        using var key = certificate.GetRSAPrivateKey()!;
        return (Write("clock.pem", certificate.ExportCertificatePem()), Write("clock.key", KeyPem(key, null)));
    }

    public void Dispose() => _root.Dispose();

    private static string KeyPem(RSA key, string? password) => password is null
        ? key.ExportPkcs8PrivateKeyPem()
        : key.ExportEncryptedPkcs8PrivateKeyPem(
            password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000));

    private X509Certificate2 Issue(string name, string usage, DateTimeOffset until, bool critical = false)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN=Slim.Native Test {name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var issued = request.Create(_root, Now.AddDays(-20), until, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text + "\n");
        return path;
    }
}
