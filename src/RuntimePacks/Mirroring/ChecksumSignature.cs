using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace RuntimePacks.Mirroring;

/// <summary>A detached CMS signature (RFC 5652, DER) of the checksums; <c>openssl cms -verify</c> checks it.</summary>
public static class ChecksumSignature
{
    public const string FileName = "SHA512SUMS.p7s";

    private const string Sha512Oid = "2.16.840.1.101.3.4.2.3";

    /// <param name="own">The signer's certificate, with its private key.</param>
    /// <param name="others">The certificates above it, for those who verify.</param>
    public static byte[] Sign(byte[] checksums, X509Certificate2 own, X509Certificate2Collection others)
    {
        var cms = new SignedCms(new ContentInfo(checksums), detached: true);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, own) { DigestAlgorithm = new Oid(Sha512Oid), IncludeOption = X509IncludeOption.EndCertOnly };
        signer.Certificates.AddRange(others);
        signer.SignedAttributes.Add(new Pkcs9SigningTime(DateTime.UtcNow));
        cms.ComputeSignature(signer);
        return cms.Encode();
    }

    /// <summary>Whose signature of the checksums it is: the certificate's subject, and its SHA-256. Who may sign is not asked.</summary>
    /// <exception cref="CryptographicException">It is no signature of these checksums.</exception>
    public static string Signer(byte[] signature, byte[] checksums)
    {
        var cms = new SignedCms(new ContentInfo(checksums), detached: true);
        cms.Decode(signature);
        cms.CheckSignature(verifySignatureOnly: true);
        var certificate = cms.SignerInfos[0].Certificate ?? throw new CryptographicException("it does not hold its certificate");
        return $"{certificate.Subject}, SHA-256 of the certificate {certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()}";
    }
}
