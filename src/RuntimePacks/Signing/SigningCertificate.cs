using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RuntimePacks.Signing;

/// <summary>The certificate that packages are signed with, its private key, and the certificates between it and its root.</summary>
public sealed class SigningCertificate : IDisposable
{
    /// <summary>The variable that holds the password of the file; there is no option for it.</summary>
    public const string PasswordVariable = "SIGNING_CERTIFICATE_PASSWORD";

    private const string EncryptedKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private SigningCertificate(X509Certificate2 own, X509Certificate2Collection others) => (Own, Others) = (own, others);

    /// <summary>The certificate itself, with its private key.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>Everything else that the file holds: the certificates of those who issued it.</summary>
    public X509Certificate2Collection Others { get; }

    /// <summary>The SHA-256 fingerprint, 64 upper-case hexadecimal digits: NuGet compares them letter by letter.</summary>
    public string Fingerprint => Own.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>
    /// Reads a PFX (PKCS #12, RFC 7292), or a PEM file with the certificate
    /// first, its private key, and the certificates above it (RFC 7468).
    /// </summary>
    /// <param name="path">The file; its password is in <see cref="PasswordVariable"/>.</param>
    /// <exception cref="RuntimePacksException">
    /// There is no such file, the password is missing or wrong, or the certificate is not one for signing code.
    /// </exception>
    public static SigningCertificate Load(string path)
    {
        var password = Environment.GetEnvironmentVariable(PasswordVariable);
        if (password is "") password = null;
        try
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
            var certificate = text.Contains("-----BEGIN ", StringComparison.Ordinal)
                ? FromPem(path, text, password)
                : FromPfx(path, password);
            certificate.Check(path);
            return certificate;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimePacksException($"the certificate cannot be read: {e.Message}; --certificate takes a PFX or PEM file", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new RuntimePacksException(
                password is null
                    ? $"{path} does not open without a password: set {PasswordVariable}, "
                        + $"or give a PFX or PEM file that holds a certificate with its private key ({e.Message})"
                    : $"{path} does not open with the password in {PasswordVariable}, "
                        + $"or it is no PFX or PEM file that holds a certificate with its private key ({e.Message})",
                e);
        }
    }

    public void Dispose()
    {
        Own.Dispose();
        foreach (var other in Others) other.Dispose();
    }

    private static SigningCertificate FromPem(string path, string text, string? password)
    {
        var own = text.Contains(EncryptedKey, StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password)
            : X509Certificate2.CreateFromPemFile(path);
        var others = new X509Certificate2Collection();
        others.ImportFromPemFile(path);
        return new SigningCertificate(own, Without(own, others));
    }

    private static SigningCertificate FromPfx(string path, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
        var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new RuntimePacksException(
                $"{path} holds {all.Count} certificates and no private key: export the certificate together with its key");
        return new SigningCertificate(own, Without(own, all));
    }

    private static X509Certificate2Collection Without(X509Certificate2 own, X509Certificate2Collection all) =>
        [.. all.Where(other => other.Thumbprint != own.Thumbprint)];

    private void Check(string path)
    {
        var usages = Own.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>())
            .ToList();
        if (usages.All(usage => usage.Value != CodeSigning))
        {
            throw new RuntimePacksException(
                $"{path}: {Own.Subject} is not a certificate for signing code: "
                + $"expected the extended key usage {CodeSigning} (code signing), "
                + $"found {(usages.Count == 0 ? "none" : string.Join(", ", usages.Select(usage => usage.Value)))}");
        }

        if (DateTime.Now > Own.NotAfter)
        {
            throw new RuntimePacksException(
                $"{path}: {Own.Subject} expired on {Own.NotAfter.ToUniversalTime():yyyy-MM-dd}: "
                + "sign with a certificate that is valid now");
        }

        if (DateTime.Now < Own.NotBefore)
        {
            throw new RuntimePacksException(
                $"{path}: {Own.Subject} is valid from {Own.NotBefore.ToUniversalTime():yyyy-MM-dd} on: "
                + "sign with a certificate that is valid now");
        }
    }
}
