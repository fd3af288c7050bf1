using NuGet.Versioning;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Stages;

namespace RuntimePacks.Packing;

/// <summary>Writes the packages of one release: one per RID, and the one that picks among them.</summary>
public sealed class Packer(PackDefinition definition, PackageSources sources, string packagesFolder)
{
    /// <param name="release">Which release it is.</param>
    /// <param name="packageVersion">The packages' version, or null for the release's.</param>
    /// <param name="libraries">The release's libraries, one per RID.</param>
    /// <param name="pathOf">Where an asset is: a library that was not slimmed is packed as its asset has it compressed.</param>
    /// <param name="earlier">What an earlier run packed: kept where nothing changed.</param>
    /// <param name="log">Told, in a line, of each package that is written or removed.</param>
    /// <returns>The packages, the one that consumers reference last.</returns>
    /// <exception cref="RuntimePacksException">
    /// There is nothing to pack, NuGet refuses something, a package is larger than a feed takes, or the disk is full.
    /// </exception>
    public async Task<IReadOnlyList<PackedPackage>> PackAsync(
        Release release,
        string? packageVersion,
        IReadOnlyList<SlimmedLibrary> libraries,
        Func<Asset, string> pathOf,
        IReadOnlyList<PackedPackage> earlier,
        ILogger log,
        CancellationToken cancellationToken = default)
    {
        release.Require(libraries.Select(library => library.Source.Asset), "what Slim left", "Slim");
        var version = Normalize(packageVersion ?? release.Version);
        var parts = Parts(libraries);
        var contents = new PackageRecipes(definition, sources, release, version, PackageRecipes.Writers);
        var packages = await Stage(log).RunAsync(
            [
                .. parts.Select(part => new Written(Unwritten(part, version), contents.Runtime(part, pathOf(part.Library.Source.Asset)))),
                new Written(Unwritten(null, version), contents.Meta([.. parts.Select(contents.Part)])),
            ],
            earlier,
            cancellationToken);
        PackagesFolder.KeepOnly(packagesFolder, packages, log);
        return packages;
    }

    /// <summary>Whether packages per RID that other runs wrote are what these sources and this definition make of the release.</summary>
    /// <param name="release">Which release it is.</param>
    /// <param name="libraries">What is in the packages, one per RID; the files need not be here.</param>
    /// <param name="packed">The packages, each with its file, in the definition's order.</param>
    /// <exception cref="RuntimePacksException">One is not; the message names it.</exception>
    public void RequireOwn(
        Release release, IReadOnlyList<SlimmedLibrary> libraries, IReadOnlyList<(PackedPackage Package, string Path)> packed)
    {
        var contents = new PackageRecipes(definition, sources, release, packed[0].Package.Version, PackageRecipes.Writers);
        foreach (var (part, (package, path)) in Parts(libraries).Zip(packed))
        {
            if (contents.Runtime(part, asset: "").Key == package.Content) continue;
            throw new RuntimePacksException(
                $"{path} is not what this checkout makes of the library in it: it was packed with another definition, "
                + $"by another version of the build, or with another .NET than {Environment.Version}; "
                + "run its job again with the checkout and the SDK that are here");
        }
    }

    /// <summary>
    /// Makes one release of packages per RID that other runs wrote: they
    /// are taken as they are, and the one that picks among them is written.
    /// </summary>
    /// <param name="release">Which release it is.</param>
    /// <param name="libraries">What is in the packages, one per RID; the files need not be here.</param>
    /// <param name="packed">The packages, each with its file, in the definition's order.</param>
    /// <param name="earlier">What an earlier run left here.</param>
    /// <param name="log">Told, in a line, of each package that is written or removed.</param>
    /// <returns>The packages, the one that consumers reference last.</returns>
    /// <exception cref="RuntimePacksException">A package is larger than a feed takes, or the disk is full.</exception>
    public async Task<IReadOnlyList<PackedPackage>> MergeAsync(
        Release release,
        IReadOnlyList<SlimmedLibrary> libraries,
        IReadOnlyList<(PackedPackage Package, string Path)> packed,
        IReadOnlyList<PackedPackage> earlier,
        ILogger log,
        CancellationToken cancellationToken = default)
    {
        foreach (var (package, path) in packed)
        {
            await AtomicFile.WriteAsync(Path.Combine(packagesFolder, package.FileName), async nupkg =>
            {
                using var file = File.OpenRead(path);
                await file.CopyToAsync(nupkg, cancellationToken);
                SizeGate.Require(package.FileName, nupkg, definition.FeedLimits);
            });
        }

        var contents = new PackageRecipes(definition, sources, release, packed[0].Package.Version, PackageRecipes.Writers);
        var meta = new Written(Unwritten(null, packed[0].Package.Version), contents.Meta([.. Parts(libraries).Select(contents.Part)]));
        PackedPackage[] packages = [.. packed.Select(one => one.Package), .. await Stage(log).RunAsync([meta], earlier, cancellationToken)];
        PackagesFolder.KeepOnly(packagesFolder, packages, log);
        return packages;
    }

    private List<PackagePart> Parts(IReadOnlyList<SlimmedLibrary> libraries)
    {
        var parts = (from platform in definition.Platforms
                     where platform.Rid is not null
                     from library in libraries
                     where library.Source.Asset.Target == platform.Target
                     select new PackagePart(platform, library)).ToList();
        if (parts.Count == 0) throw new RuntimePacksException("nothing to pack: the release holds no library for a target that has a RID");
        if (parts.GroupBy(part => part.Rid).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new RuntimePacksException(
                $"the release holds two libraries for {twice.Key}: "
                + $"{string.Join(" and ", twice.Select(part => part.Platform.Target))}; "
                + "the definition may give that RID to one of them");
        }

        return parts;
    }

    private Stage<Written, PackedPackage> Stage(ILogger log) => new()
    {
        MadeFrom = written => [written.Package.FileName, written.Content.Key],
        KeepAsync = KeptAsync,
        MakeAsync = (written, key, cancel) => WriteAsync(written, key, log, cancel),
    };

    private PackedPackage Unwritten(PackagePart? part, string version) => new(
        part is null
            ? definition.PackageId
            : definition.RuntimePackageId(part.Rid), version, part?.Rid, part?.Library.Source.Asset.Target, 0, "", "", "");

    private async Task<PackedPackage?> KeptAsync(Written written, PackedPackage same, CancellationToken cancellationToken)
    {
        var path = Path.Combine(packagesFolder, same.FileName);
        if (!await Digest.IsOfFileAsync(same.Sha256, path, cancellationToken)) return null;
        using var nupkg = File.OpenRead(path);
        SizeGate.Require(same.FileName, nupkg, definition.FeedLimits);
        return same;
    }

    private async Task<PackedPackage> WriteAsync(Written written, string key, ILogger log, CancellationToken cancellationToken)
    {
        var package = written.Package;
        var path = Path.Combine(packagesFolder, package.FileName);
        var sha256 = await written.Content.WriteAsync(
            path, nupkg => SizeGate.Require(package.FileName, nupkg, definition.FeedLimits), cancellationToken);
        log.Say($"packed {package.FileName}, {Size.Text(new FileInfo(path).Length)}");
        return package with { Size = new FileInfo(path).Length, Sha256 = sha256, Content = written.Content.Key, Key = key };
    }

    private static string Normalize(string version) => NuGetVersion.TryParse(version, out var parsed)
        ? parsed.ToNormalizedString()
        : throw new RuntimePacksException($"'{version}' is not a package version: expected one like 1.4.0, 1.4.0.1 or 1.4.0-rc.1");

    /// <summary>A package to write: what it is called, and what goes into it.</summary>
    private sealed record Written(PackedPackage Package, PackageContent Content);
}
