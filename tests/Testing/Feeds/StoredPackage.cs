using NuGet.Packaging;
using NuGet.Versioning;

namespace Testing.Feeds;

/// <summary>A package that the server accepted.</summary>
/// <param name="Shown">From when on it is shown to who downloads.</param>
public sealed record StoredPackage(string Id, NuGetVersion Version, byte[] Bytes, DateTimeOffset Shown)
{
    public string LowerId => Id.ToLowerInvariant();

    public string LowerVersion => Version.ToNormalizedString().ToLowerInvariant();

    public bool IsShown => DateTimeOffset.UtcNow >= Shown;

    /// <exception cref="InvalidDataException">It is no package.</exception>
    public static StoredPackage Read(byte[] bytes, TimeSpan showAfter)
    {
        using var reader = Open(bytes);
        var identity = reader.GetIdentity();
        return new StoredPackage(identity.Id, identity.Version, bytes, DateTimeOffset.UtcNow + showAfter);
    }

    public byte[] Nuspec()
    {
        using var reader = Open(Bytes);
        using var text = new MemoryStream();
        using var nuspec = reader.GetNuspec();
        nuspec.CopyTo(text);
        return text.ToArray();
    }

    private static PackageArchiveReader Open(byte[] bytes) => new(new MemoryStream(bytes));
}
