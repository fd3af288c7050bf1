using RuntimePacks.Files;
using RuntimePacks.Packing;

namespace RuntimePacks.Signing;

/// <summary>The packages as Sign leaves them and they ship, and who vouches for them.</summary>
/// <param name="IsSigned">Whether they carry author signatures.</param>
/// <param name="Certificate">The certificate; null when they are not signed.</param>
/// <param name="Packages">Sizes and digests are those of the files in the packages folder, signatures and all.</param>
public sealed record SignedPackages(bool IsSigned, SignerCertificate? Certificate, IReadOnlyList<PackedPackage> Packages)
{
    /// <summary>The packages as they were packed.</summary>
    /// <exception cref="RuntimePacksException">They are not in the folder: it may hold signed ones of an earlier run.</exception>
    public static async Task<SignedPackages> UnsignedAsync(IReadOnlyList<PackedPackage> packages, string folder)
    {
        foreach (var package in packages)
        {
            var path = Path.Combine(folder, package.FileName);
            if (!await Digest.IsOfFileAsync(package.Sha256, path))
            {
                throw new RuntimePacksException(
                    $"{path} is not what was packed: expected sha256:{package.Sha256}; run --target Pack again, "
                    + "without --certificate");
            }
        }

        return new SignedPackages(false, null, packages);
    }
}

/// <summary>The certificate of an author signature.</summary>
/// <param name="Subject">Whose it is (RFC 4514).</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Fingerprint">SHA-256, 64 upper-case hexadecimal digits: what <c>trustedSigners</c> of a NuGet.config names.</param>
/// <param name="NotAfter">When it expires, UTC; signatures without a time-stamp end with it.</param>
/// <param name="Timestamped">Whether an RFC 3161 server vouches for the time, so that signatures outlive the certificate.</param>
public sealed record SignerCertificate(string Subject, string Issuer, string Fingerprint, DateTime NotAfter, bool Timestamped);
