using RuntimePacks.Containers;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Releases;
using RuntimePacks.Stages;
using StaticLibraries.Libraries;

namespace RuntimePacks.Verification;

/// <summary>Takes the static library out of each asset and finds out whether it is right for its target.</summary>
/// <param name="folder">Where the libraries go, a folder per target.</param>
/// <param name="keepsFiles">
/// Whether a later stage works on the libraries' files; otherwise one is written
/// only where its asset does not have it in a form that a package can have.
/// </param>
public sealed class AssetVerifier(PackDefinition definition, string folder, bool keepsFiles, ILogger log)
{
    private const string Pinned = "the asset that was fetched and pinned: run --target Fetch again, or get the asset again";

    /// <param name="release">Whose assets to verify.</param>
    /// <param name="pathOf">Where an asset is.</param>
    /// <param name="earlier">What an earlier run verified: kept where nothing changed.</param>
    /// <exception cref="RuntimePacksException">
    /// An asset is damaged, hostile, not the one that was pinned, or not what its name says.
    /// </exception>
    public Task<IReadOnlyList<VerifiedLibrary>> VerifyAsync(
        Release release, Func<Asset, string> pathOf, IReadOnlyList<VerifiedLibrary> earlier, CancellationToken cancellationToken = default)
    {
        var stage = new Stage<Asset, VerifiedLibrary>
        {
            Work = asset => asset.Size,
            MadeFrom = asset =>
                [asset.Sha256, JsonFile.Text(PlatformOf(asset)), JsonFile.Text(definition.Exports), definition.LibraryPath ?? ""],
            KeepAsync = async (asset, same, cancel) =>
            {
                await PinnedFile.RequireAsync(pathOf(asset), asset.Sha256, Pinned, cancel);
                return await IsWholeAsync(same, cancel) ? same with { Asset = asset } : null;
            },
            MakeAsync = (asset, key, cancel) => VerifyAsync(asset, pathOf(asset), key, cancel),
        };
        return stage.RunAsync(release.Assets, earlier, cancellationToken);
    }

    private Platform PlatformOf(Asset asset) => definition.Platforms.First(platform => platform.Target == asset.Target);

    private async Task<bool> IsWholeAsync(VerifiedLibrary library, CancellationToken cancellationToken) =>
        !keepsFiles && !library.HasFile || await Digest.IsOfFileAsync(library.Sha256, library.Path, cancellationToken);

    private async Task<VerifiedLibrary> VerifyAsync(Asset asset, string path, string key, CancellationToken cancellationToken)
    {
        // While it is inflated on one thread it is hashed on another: that an asset is another one is said before what is wrong with it.
        var isPinned = Task.Run(() => PinnedFile.RequireAsync(path, asset.Sha256, Pinned, cancellationToken), cancellationToken);
        try
        {
            return await ReadAsync(asset, path, key, cancellationToken);
        }
        finally
        {
            await isPinned;
        }
    }

    private async Task<VerifiedLibrary> ReadAsync(Asset asset, string path, string key, CancellationToken cancellationToken)
    {
        var target = Path.Combine(folder, asset.Target);
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        using var container = AssetContainer.Open(path, definition.InflatedLimit);
        var platform = PlatformOf(asset);
        var search = new LibrarySearch(container, definition.LibraryPathOf(platform), platform.Triple.Machine, target, keepsFiles);
        var library = await search.ReadAsync(cancellationToken);
        var summary = library.Summary;
        var exports = definition.ExportsOf(platform);
        LibraryCheck.Require(path, summary, platform, exports);

        var verified = new VerifiedLibrary
        {
            Asset = asset,
            Path = library.Path,
            Entry = library.Entry,
            IsDeflated = library.IsDeflated,
            HasFile = library.HasFile,
            Size = library.Size,
            Sha256 = library.Sha256,
            Flavour = summary.Flavour.ToString()!.ToLowerInvariant(),
            Members = summary.MemberCount,
            Symbols = summary.SymbolCount,
            Exports = exports.Select(summary.Exports),
            OwnExports = platform.Exports?.Select(summary.Exports) ?? [],
            Undefined = [.. summary.Undefined],
            Glibc = GlibcNeed.Of(platform.Triple, summary.Undefined),
            ContractVersions = summary.Uniffi.KnownVersions,
            Checksums = summary.Uniffi.KnownChecksums,
            Key = key,
        };
        log.Say(
            $"verified {asset.Name}: {verified.FileName}, {Size.Text(verified.Size)}, {verified.Members} members, "
            + $"{verified.Exports.Count} exports{(asset.StandIn is { } other ? $"; {other} stands in for Rust" : "")}");
        foreach (var finding in summary.Findings) log.Warn($"{asset.Name}: {verified.FileName}: {finding}");
        return verified;
    }
}
