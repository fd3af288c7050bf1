namespace RuntimePacks.Mirroring;

/// <summary>A package that goes into a mirror.</summary>
/// <param name="Id">Its NuGet id.</param>
/// <param name="Version">Its version, normalized.</param>
/// <param name="Source">The nupkg.</param>
/// <param name="Sha512">What the nupkg's digest has to be; null when nobody said.</param>
public sealed record MirrorPackage(string Id, string Version, string Source, string? Sha512 = null)
{
    /// <summary>
    /// The package that NuGet unpacked into its packages folder (<c>id/version/id.version.nupkg</c> and its <c>.sha512</c>).
    /// </summary>
    /// <param name="marker">The <c>.nupkg.sha512</c> file.</param>
    /// <exception cref="RuntimePacksException">The file holds no digest.</exception>
    public static MirrorPackage InPackagesFolder(string marker)
    {
        var version = Path.GetDirectoryName(marker)!;
        return new MirrorPackage(
            Path.GetFileName(Path.GetDirectoryName(version)!),
            Path.GetFileName(version),
            Path.ChangeExtension(marker, null),
            Mirroring.Sha512.TryReadBase64(marker)
                ?? throw new RuntimePacksException($"{marker} holds no SHA-512 in base 64: delete {version} and run again"));
    }
}
