using System.Text.Json;
using RuntimePacks.Containers;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Provenance;
using RuntimePacks.Releases;
using RuntimePacks.Signing;
using RuntimePacks.Tools;

namespace RuntimePacks.Audit;

/// <summary>Holds a package that somebody else has against the lock of its release: with no network, and nothing is written.</summary>
/// <param name="definition">What the packages should be.</param>
/// <param name="sources">What they are made from beside the library.</param>
/// <param name="release">What the lock pins.</param>
/// <param name="candidatesOf">Where an asset might be.</param>
/// <param name="toolbox">For slimming the asset's library again; nothing is installed.</param>
public sealed class PackageVerification(
    PackDefinition definition,
    PackageSources sources,
    Release release,
    Func<Asset,
    IEnumerable<string>> candidatesOf,
    Toolbox toolbox)
{
    /// <exception cref="RuntimePacksException">It cannot be read as a package of this project; what differs is in the verdict.</exception>
    public async Task<PackageVerdict> VerifyAsync(string nupkg, CancellationToken cancellationToken = default)
    {
        var verdict = new PackageVerdict(nupkg);
        using var entries = UntrustedPackage.Open(nupkg, definition.InflatedLimit);
        var work = Directory.CreateTempSubdirectory("verify-package-").FullName;
        try
        {
            var identity = entries.Identity();
            var (id, version) = (identity.Id, identity.Version.ToNormalizedString());
            verdict.Add("package", $"{id} {version}");
            var rebuilding = new PackageRebuilding(definition, sources, release, toolbox.AsItIs, work);
            if (string.Equals(id, definition.PackageId, StringComparison.OrdinalIgnoreCase))
            {
                await MetaAsync(nupkg, entries, version, rebuilding, verdict, cancellationToken);
            }
            else await RuntimeAsync(nupkg, entries, id, version, rebuilding, verdict, work, cancellationToken);
            await SignatureAsync(nupkg, verdict, cancellationToken);
            return verdict;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Whether a package says that it is of the sample that the project builds itself.</summary>
    /// <exception cref="RuntimePacksException">It cannot be read as a package of this project.</exception>
    public static async Task<bool> IsSampleAsync(string nupkg, CancellationToken cancellationToken = default)
    {
        using var entries = UntrustedPackage.Open(nupkg, long.MaxValue);
        return (await ProvenanceAsync<AnyProvenance>(nupkg, entries, cancellationToken)).Release.Sample;
    }

    private async Task MetaAsync(
        string nupkg,
        UntrustedPackage entries,
        string version,
        PackageRebuilding rebuilding,
        PackageVerdict verdict,
        CancellationToken cancellationToken)
    {
        var provenance = await ProvenanceAsync<MetaProvenance>(nupkg, entries, cancellationToken);
        verdict.Same($"{PackageProvenance.Entry}, the package's version", version, provenance.PackageVersion);
        Release(provenance.Release, verdict);
        if (provenance.Platforms.GroupBy(part => part.Rid).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            verdict.Fault($"{PackageProvenance.Entry}: {twice.Key} is there {twice.Count()} times");
        }

        foreach (var part in provenance.Platforms)
        {
            verdict.Same(
                $"{PackageProvenance.Entry}, the RID of {part.PackageId}",
                definition.Platforms.FirstOrDefault(platform => platform.Target == part.Target)?.Rid,
                part.Rid);
            Asset(part.Target, part.Asset, verdict);
        }

        await BillAsync(new BillOfMaterials(definition).Of(provenance), entries, verdict, cancellationToken);
        if (verdict.Differences.Count > 0) return;
        await rebuilding.CompareAsync(
            nupkg, entries, rebuilding.Meta(provenance), provenance.PackedWith, "", false, verdict, cancellationToken);
    }

    private async Task RuntimeAsync(
        string nupkg,
        UntrustedPackage entries,
        string id,
        string version,
        PackageRebuilding rebuilding,
        PackageVerdict verdict,
        string work,
        CancellationToken cancellationToken)
    {
        var ids = definition.Platforms.Select(platform => platform.Rid).OfType<string>().Select(definition.RuntimePackageId);
        var platform = definition.Platforms.FirstOrDefault(platform =>
            platform.Rid is { } rid && string.Equals(definition.RuntimePackageId(rid), id, StringComparison.OrdinalIgnoreCase))
            ?? throw new RuntimePacksException(
                $"{nupkg} is {id}, which is no package of {definition.PackageId}: there are {string.Join(", ", ids)}");
        var provenance = await ProvenanceAsync<PackageProvenance>(nupkg, entries, cancellationToken);
        verdict.Same($"{PackageProvenance.Entry}, the package's version", version, provenance.PackageVersion);
        verdict.Same($"{PackageProvenance.Entry}, the RID", platform.Rid, provenance.Rid);
        verdict.Same($"{PackageProvenance.Entry}, the target", platform.Target, provenance.Target);
        Release(provenance.Release, verdict);
        var asset = Asset(platform.Target, provenance.Asset, verdict);
        Chain(provenance, verdict);
        await BillAsync(new BillOfMaterials(definition).Of(provenance), entries, verdict, cancellationToken);

        var library = new LibraryAudit(entries, provenance, platform, definition);
        var path = await library.CheckAsync(nupkg, Path.Combine(work, "packaged"), verdict, cancellationToken);
        if (asset is null || path is null || verdict.Differences.Count > 0) return;
        var (content, how, anew) = await rebuilding.RuntimeAsync(
            provenance,
            platform,
            asset,
            await AtHandAsync(asset, cancellationToken),
            path,
            library,
            verdict,
            cancellationToken);
        await rebuilding.CompareAsync(nupkg, entries, content, provenance.PackedWith, how, anew, verdict, cancellationToken);
    }

    private static async Task<T> ProvenanceAsync<T>(string nupkg, UntrustedPackage entries, CancellationToken cancellationToken)
    {
        try
        {
            return JsonFile.Parse<T>(entries.Text(PackageProvenance.Entry));
        }
        catch (JsonException e)
        {
            throw new RuntimePacksException($"{nupkg}: {PackageProvenance.Entry} is not what this project writes: {e.Message}", e);
        }
    }

    private static async Task SignatureAsync(string nupkg, PackageVerdict verdict, CancellationToken cancellationToken)
    {
        var signature = await PackageSignature.ReadAsync(nupkg, cancellationToken);
        if (signature is null)
        {
            verdict.Add("signature", "none");
            return;
        }

        var time = signature.Time is { } at ? $", time-stamp {at.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC" : ", no time-stamp";
        verdict.Add(
            "signature",
            $"{signature.Type}, {signature.Subject}, certificate SHA-256 "
            + $"{signature.Fingerprint}{time}{(signature.Fault is null ? ", over exactly this content" : "")}; "
            + "'dotnet nuget verify' says whether this machine trusts it");
        if (signature.Fault is { } fault) verdict.Fault($"{PackageSignature.Entry}: it is not of this content: {fault}");
    }

    private void Release(SourceRelease found, PackageVerdict verdict)
    {
        var before = verdict.Differences.Count;
        verdict.Same($"{PackageProvenance.Entry}, the repository", release.Repository, found.Repository);
        verdict.Same($"{PackageProvenance.Entry}, the tag", release.Tag, found.Tag);
        verdict.Same($"{PackageProvenance.Entry}, the release's version", release.Version, found.Version);
        verdict.Same($"{PackageProvenance.Entry}, the commit", release.Commit, found.Commit);
        verdict.Same($"{PackageProvenance.Entry}, whether it is the sample", release.Sample, found.Sample);
        if (verdict.Differences.Count == before)
        {
            verdict.Add("release", $"{release.Repository} {release.Tag}, commit {release.Commit ?? "not known"}, as the lock says");
        }
    }

    /// <summary>Compares what a package says of an asset with the lock.</summary>
    /// <returns>The lock's asset; null where it has none for the target.</returns>
    private Asset? Asset(string target, SourceAsset found, PackageVerdict verdict)
    {
        if (release.Assets.FirstOrDefault(asset => asset.Target == target) is not { } pinned)
        {
            verdict.Fault($"{PackageProvenance.Entry}, {found.Name}: the lock pins no asset for {target}");
            return null;
        }

        var before = verdict.Differences.Count;
        verdict.Same($"{PackageProvenance.Entry}, the asset for {target}", pinned.Name, found.Name);
        verdict.Same($"{PackageProvenance.Entry}, the size of {pinned.Name} in bytes", pinned.Size, found.Size);
        verdict.Same($"{PackageProvenance.Entry}, the digest of {pinned.Name}", $"sha256:{pinned.Sha256}", $"sha256:{found.Sha256}");
        if (verdict.Differences.Count == before) verdict.Add("asset", $"{pinned.Name}, sha256:{pinned.Sha256}, as the lock says");
        return pinned;
    }

    /// <summary>What is after one stage is before the next.</summary>
    private static void Chain(PackageProvenance provenance, PackageVerdict verdict)
    {
        var digest = provenance.Asset.Sha256;
        foreach (var stage in provenance.Stages)
        {
            verdict.Same($"{PackageProvenance.Entry}, before {stage.Name} ({stage.Step})", $"sha256:{digest}", $"sha256:{stage.Before}");
            digest = stage.After;
        }

        verdict.Same($"{PackageProvenance.Entry}, after the last stage", $"sha256:{provenance.Library.Sha256}", $"sha256:{digest}");
    }

    private static async Task BillAsync(
        CycloneDxBom expected, UntrustedPackage entries, PackageVerdict verdict, CancellationToken cancellationToken)
    {
        if (entries.Text(BillOfMaterials.Entry) == JsonFile.Text(expected))
        {
            verdict.Add("bill of materials", "says what the provenance says");
        }
        else verdict.Fault($"{BillOfMaterials.Entry}: it does not say what {PackageProvenance.Entry} says");
    }

    private async Task<string?> AtHandAsync(Asset asset, CancellationToken cancellationToken)
    {
        foreach (var path in candidatesOf(asset))
        {
            if (await Digest.IsOfFileAsync(asset.Sha256, path, cancellationToken)) return path;
        }

        return null;
    }

    /// <summary>What the provenance of every package has.</summary>
    private sealed record AnyProvenance(SourceRelease Release);
}
