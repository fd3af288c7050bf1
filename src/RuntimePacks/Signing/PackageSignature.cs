using System.Security.Cryptography;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Packaging.Signing;
using RuntimePacks.Containers;

namespace RuntimePacks.Signing;

/// <summary>
/// The primary signature of a package, and that the package is what
/// was signed (NuGet, "Package Signatures Technical Details").
/// </summary>
/// <param name="Type">Author or Repository.</param>
/// <param name="Subject">Whose certificate signed it.</param>
/// <param name="Fingerprint">SHA-256 of that certificate, 64 upper-case hexadecimal digits.</param>
/// <param name="Time">When it was signed, as a time-stamp server says; null without one.</param>
/// <param name="ContentSha256">
/// The digest of the package before it was signed, where the signature is over SHA-256; null for a longer one.
/// </param>
/// <param name="Fault">Why the signature does not hold for the package; null when it does.</param>
internal sealed record PackageSignature(
    SignatureType Type, string Subject, string Fingerprint, DateTimeOffset? Time, string? ContentSha256, string? Fault)
{
    /// <summary>The entry that holds it.</summary>
    public const string Entry = UntrustedPackage.SignatureEntry;

    /// <summary>Reads the signature and holds the package against it. Whether anybody trusts the certificate is not asked.</summary>
    /// <returns>Null for a package that is not signed.</returns>
    /// <exception cref="RuntimePacksException">The file is no package, or its signature cannot be read.</exception>
    public static async Task<PackageSignature?> ReadAsync(string nupkg, CancellationToken cancellationToken = default)
    {
        try
        {
            using var package = new PackageArchiveReader(nupkg);
            if (await package.GetPrimarySignatureAsync(cancellationToken) is not { } signature) return null;
            var certificate = signature.SignerInfo.Certificate
                ?? throw new RuntimePacksException($"{nupkg}: its signature does not say whose it is");
            return new PackageSignature(
                signature.Type,
                certificate.Subject,
                certificate.GetCertHashString(HashAlgorithmName.SHA256),
                signature.Timestamps.Count > 0 ? signature.Timestamps[0].GeneralizedTime : null,
                signature.SignatureContent.HashAlgorithm == NuGet.Common.HashAlgorithmName.SHA256
                    ? Convert.ToHexStringLower(Convert.FromBase64String(signature.SignatureContent.HashValue))
                    : null,
                await FaultAsync(package, signature, cancellationToken));
        }
        catch (Exception e) when (
            e is IOException or InvalidDataException or PackagingException or CryptographicException or FormatException)
        {
            throw new RuntimePacksException($"{nupkg} cannot be read as a signed package: {e.Message}", e);
        }
    }

    private static async Task<string?> FaultAsync(
        PackageArchiveReader package, PrimarySignature signature, CancellationToken cancellationToken)
    {
        try
        {
            signature.SignedCms.CheckSignature(verifySignatureOnly: true);
            await package.ValidateIntegrityAsync(signature.SignatureContent, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is SignatureException or CryptographicException)
        {
            return e.Message;
        }
    }
}
