using RuntimePacks.Packing;

namespace RuntimePacks.Smoke;

/// <summary>The packages of one pack, and the folder that they are in.</summary>
/// <param name="Packages">The one that consumers reference last.</param>
/// <param name="Folder">The folder.</param>
public sealed record PackedPackages(IReadOnlyList<PackedPackage> Packages, string Folder)
{
    /// <summary>The one that consumers reference.</summary>
    public PackedPackage Meta => Packages[^1];
}
