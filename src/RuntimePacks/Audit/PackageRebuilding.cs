using Microsoft.Extensions.Logging.Abstractions;
using NuGet.Packaging;
using RuntimePacks.Containers;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Provenance;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Tools;
using RuntimePacks.Verification;
using StaticLibraries.Slimming.Linking;
using StaticLibraries;

namespace RuntimePacks.Audit;

/// <summary>Makes a package again, and compares it with one that somebody else has.</summary>
/// <param name="work">A folder for what lies between.</param>
internal sealed class PackageRebuilding(PackDefinition definition, PackageSources sources, Release release, Toolbox toolbox, string work)
{
    /// <summary>The package that consumers reference, from what it says of the others.</summary>
    public PackageContent Meta(MetaProvenance provenance) =>
        Contents(provenance.PackageVersion, provenance.PackedWith).Meta(provenance.Platforms);

    /// <summary>A runtime package: its library from the asset where that can be, else the one that the package has.</summary>
    /// <param name="at">Where the asset is; null when it is not here.</param>
    /// <param name="packaged">The library of the package.</param>
    /// <param name="audited">What is known of that.</param>
    /// <returns>
    /// The content, a remark on what the library is from, and whether it
    /// is compressed anew where the package has the asset's compression.
    /// </returns>
    public async Task<(PackageContent Content, string How, bool Anew)> RuntimeAsync(
        PackageProvenance provenance, Platform platform, Asset asset, string? at, string packaged,
        LibraryAudit audited, PackageVerdict verdict, CancellationToken cancellationToken)
    {
        var (library, reason) = at is null
            ? (null, $"{asset.Name} is not here (--from FOLDER says where it is)")
            : await SlimAsync(provenance, asset, at, verdict, cancellationToken);
        var contents = Contents(provenance.PackageVersion, provenance.PackedWith);
        if (library is not null)
        {
            return (contents.Runtime(new PackagePart(platform, library), at!), $"its library too, from {asset.Name}", false);
        }

        return (
            contents.Runtime(new PackagePart(platform, AsPackaged(provenance, asset, packaged, audited)), asset: null),
            $"its library as the package has it: {reason}",
            provenance.Library.Steps.Count == 0);
    }

    /// <summary>Compares every file, and then the bytes of the whole, without the signature.</summary>
    public async Task CompareAsync(
        string nupkg,
        UntrustedPackage entries,
        PackageContent content,
        IReadOnlyList<ToolVersion> packedWith,
        string how,
        bool anew,
        PackageVerdict verdict,
        CancellationToken cancellationToken)
    {
        var rebuilt = Path.Combine(work, "rebuilt.nupkg");
        await content.WriteAsync(rebuilt, _ => { }, cancellationToken);
        using var own = UntrustedPackage.Open(rebuilt, long.MaxValue);
        var (expected, found) = (await own.DigestsAsync(cancellationToken), await entries.DigestsAsync(cancellationToken));
        var before = verdict.Differences.Count;
        foreach (var name in expected.Keys.Union(found.Keys).Order(StringComparer.Ordinal))
        {
            verdict.Same(
                name,
                expected.TryGetValue(name, out var digest) ? $"sha256:{digest}" : "no such file",
                found.TryGetValue(name, out digest) ? $"sha256:{digest}" : "no such file");
        }

        if (verdict.Differences.Count > before) return;
        var remark = how.Length > 0 ? $" ({how})" : "";
        var other = packedWith.Except(PackageRecipes.Writers).ToList();
        if (ContentHash(rebuilt) == ContentHash(nupkg)) verdict.Add("made again", $"the same, byte for byte{remark}");
        else if (other.Count > 0)
        {
            verdict.Add(
                "made again",
                $"the same files{remark}; the bytes are not compared, since it was packed with {Versions(other)} and here are "
                + $"{Versions(PackageRecipes.Writers.Except(packedWith))}");
        }
        else if (anew)
        {
            verdict.Add(
                "made again", $"the same files{remark}; the bytes are not compared, since the asset's own compression is in it");
        }
        else
        {
            verdict.Fault(
                "the package as a whole: its files are the same, and its bytes are not (their order, compression or times, "
                + "or something between them)");
        }
    }

    private PackageRecipes Contents(string version, IReadOnlyList<ToolVersion> packedWith) =>
        new(definition, sources, release, version, packedWith);

    /// <summary>Goes from the asset to the library again; a null library when this machine's tools are not those that made it.</summary>
    private async Task<(SlimmedLibrary? Library, string Reason)> SlimAsync(
        PackageProvenance provenance, Asset asset, string at, PackageVerdict verdict, CancellationToken cancellationToken)
    {
        var slimming = provenance.Stages.Where(stage => stage.Name == PackageProvenance.Slimming).ToList();
        foreach (var tool in slimming.SelectMany(stage => stage.Tools).Distinct())
        {
            if (tool.Name != Merging.Slimmer.Name && tool.Name != Slimmer.Musl)
            {
                return (null, $"it was slimmed with {tool.Name} {tool.Version}, which this version of the pipeline does not slim with");
            }

            var here = await VersionHereAsync(tool.Name, cancellationToken);
            if (here != tool.Version) return (null, $"it was made with {tool.Name} {tool.Version}, and here is {here}");
        }

        try
        {
            var verifier = new AssetVerifier(
                definition, Path.Combine(work, "libraries"), keepsFiles: Mode(provenance) != SlimMode.None, NullLogger.Instance);
            var verified = await verifier.VerifyAsync(release with { Assets = [asset] }, _ => at, [], cancellationToken);
            verdict.Same(
                $"{PackageProvenance.Entry}, the library in {asset.Name}",
                $"sha256:{verified[0].Sha256}",
                $"sha256:{provenance.Original.Sha256}");
            var slimmer = new Slimmer(definition, toolbox, Path.Combine(work, "slimmed"), NullLogger.Instance);
            return ((await slimmer.SlimAsync(verified, Mode(provenance), [], cancellationToken))[0], "");
        }
        catch (InputException e)
        {
            return (null, $"it could not be made again from {asset.Name}: {e.Message}");
        }
    }

    private async Task<string> VersionHereAsync(string name, CancellationToken cancellationToken)
    {
        if (name == Merging.Slimmer.Name) return Merging.Slimmer.Version;
        return toolbox.Tools.Any(known => known.Name == name && known.Find() is not null)
            ? (await toolbox.VersionOfAsync(name, cancellationToken)).Version
            : "none";
    }

    private static SlimMode Mode(PackageProvenance provenance) => provenance.Library.Steps switch
    {
        [] => SlimMode.None,
        [Merging.StripStep] => SlimMode.Strip,
        _ => SlimMode.Full,
    };

    private static SlimmedLibrary AsPackaged(
        PackageProvenance provenance, Asset asset, string packaged, LibraryAudit library) =>
        new()
        {
            Source = new VerifiedLibrary
            {
                Asset = asset,
                Path = Path.Combine(Path.GetDirectoryName(packaged)!, provenance.Original.FileName),
                Entry = provenance.Original.FileName,
                Size = provenance.Original.Size,
                Sha256 = provenance.Original.Sha256,
                Flavour = provenance.Original.Flavour,
                Members = provenance.Original.Members,
                Symbols = provenance.Original.Symbols,
                Exports = library.Exports,
                Undefined = [],
                Key = "",
            },
            Path = packaged,
            Size = provenance.Library.Size,
            Sha256 = provenance.Library.Sha256,
            Members = provenance.Library.Members,
            Symbols = provenance.Library.Symbols,
            Glibc = library.Glibc,
            Mode = Mode(provenance),
            Done =
        [
            .. provenance.Stages
                .Where(stage => stage.Name == PackageProvenance.Slimming)
                .Select(stage => new SlimStep(stage.Step, stage.Before, stage.After, stage.Tools)),
        ],
            Key = "",
        };

    /// <summary>SHA-512 of a package without its signature, as NuGet computes it for lock files.</summary>
    private static string ContentHash(string nupkg)
    {
        using var package = new PackageArchiveReader(nupkg);
        return package.GetContentHash(CancellationToken.None);
    }

    private static string Versions(IEnumerable<ToolVersion> tools) =>
        string.Join(", ", tools.Select(tool => $"{tool.Name} {tool.Version}"));
}
