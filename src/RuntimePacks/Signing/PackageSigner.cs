using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NuGet.Common;
using NuGet.Packaging.Signing;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using StaticLibraries;
using HashAlgorithmName = NuGet.Common.HashAlgorithmName;

namespace RuntimePacks.Signing;

/// <summary>Gives packages author signatures; a package that carries the right one already is left as it is.</summary>
/// <param name="certificate">Who signs.</param>
/// <param name="timestamper">The RFC 3161 server that vouches for the time; null for none.</param>
/// <param name="unsignedFolder">Where the packages are, as they were packed.</param>
/// <param name="signedFolder">Where they go, signed; it holds them and no other package in the end.</param>
/// <param name="log">Told, in a line, of each package that is signed or removed.</param>
public sealed class PackageSigner(SigningCertificate certificate, Uri? timestamper, string unsignedFolder, string signedFolder, ILogger log)
{
    /// <exception cref="RuntimePacksException">
    /// The certificate or the server cannot be used, or a package is not what was packed.
    /// </exception>
    public async Task<SignedPackages> SignAsync(IReadOnlyList<PackedPackage> packages, CancellationToken cancellationToken = default)
    {
        var time = timestamper is null
            ? $"without a time-stamp: the signatures end with the certificate on {certificate.Own.NotAfter.ToUniversalTime():yyyy-MM-dd}"
            : $"time from {timestamper}";
        log.Say($"signing as {certificate.Own.Subject}, {time}");
        var signed = new List<PackedPackage>();
        foreach (var package in packages)
        {
            var path = Path.Combine(signedFolder, package.FileName);
            if (!await IsRightAsync(path, package, cancellationToken))
            {
                await SignAsync(package, path, cancellationToken);
                if (!await IsRightAsync(path, package, cancellationToken))
                {
                    throw new InvalidOperationException($"{path} was signed, and its signature does not hold");
                }

                log.Say($"signed {package.FileName}");
            }

            signed.Add(package with { Size = new FileInfo(path).Length, Sha256 = await Digest.OfFileAsync(path, cancellationToken) });
        }

        PackagesFolder.KeepOnly(signedFolder, packages, log);
        var own = certificate.Own;
        return new SignedPackages(
            true,
            new SignerCertificate(
                own.Subject, own.Issuer, certificate.Fingerprint, own.NotAfter.ToUniversalTime(), timestamper is not null),
            signed);
    }

    /// <summary>The signature itself says which package it is for, so that an interrupted run goes on where it was.</summary>
    private async Task<bool> IsRightAsync(string path, PackedPackage package, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return false;
        try
        {
            return await PackageSignature.ReadAsync(path, cancellationToken) is { Fault: null, Type: SignatureType.Author } signature
                && signature.Fingerprint == certificate.Fingerprint
                && signature.ContentSha256 == package.Sha256
                && (timestamper is null || signature.Time is not null);
        }
        catch (InputException)
        {
            return false;
        }
    }

    private async Task SignAsync(PackedPackage package, string path, CancellationToken cancellationToken)
    {
        var source = Path.Combine(unsignedFolder, package.FileName);
        if (!await Digest.IsOfFileAsync(package.Sha256, source, cancellationToken))
        {
            throw new RuntimePacksException(
                $"{source} is not what was packed: expected sha256:{package.Sha256}; run --target Pack again, with --certificate");
        }

        // A private root need not be trusted by the machine that signs; whoever verifies decides about it.
        using var request = new AuthorSignPackageRequest(new X509Certificate2(certificate.Own), HashAlgorithmName.SHA256)
        {
            AllowUntrustedRoot = true,
        };
        request.AdditionalCertificates.AddRange(certificate.Others);
        var provider = new X509SignatureProvider(timestamper is null ? null : new TimestampServer(timestamper, log));
        try
        {
            await AtomicFile.WriteAsync(path, async output =>
            {
                using var input = File.OpenRead(source);
                using var options = new SigningOptions(new(() => input), new(() => output), overwrite: true, provider, NullLogger.Instance);
                await SigningUtility.SignAsync(options, request, cancellationToken);
            });
        }
        catch (Exception e) when (e is SignatureException or CryptographicException)
        {
            throw new RuntimePacksException($"{package.FileName} cannot be signed as {certificate.Own.Subject}: {e.Message}", e);
        }
    }
}
