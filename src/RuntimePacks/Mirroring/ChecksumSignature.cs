using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using RuntimePacks.Signing;

namespace RuntimePacks.Mirroring;

/// <summary>A detached CMS signature (RFC 5652, DER) of the checksums; <c>openssl cms -verify</c> checks it.</summary>
internal static class ChecksumSignature
{
    public const string FileName = "SHA512SUMS.p7s";

    private const string Sha512Oid = "2.16.840.1.101.3.4.2.3";

    public static byte[] Sign(byte[] checksums, SigningCertificate certificate)
    {
        var cms = new SignedCms(new ContentInfo(checksums), detached: true);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate.Own)
        {
            DigestAlgorithm = new Oid(Sha512Oid),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.Certificates.AddRange(certificate.Others);
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
        return $"{certificate.Subject}, SHA-256 of the certificate "
            + $"{certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()}";
    }
}
