using RuntimePacks.Files;
using RuntimePacks.Signing;

namespace RuntimePacks.Mirroring;

/// <summary>
/// One folder to carry to a network without internet: a release's packages, what publishing needs, and what proves that
/// nothing was lost on the way. Runs add to it; a run that was interrupted is finished by the next.
/// </summary>
/// <param name="readme">The README, with <c>$tokens$</c>.</param>
/// <param name="baseUrl">Where the folder will be served; null when an earlier run said, or it will not.</param>
/// <param name="log">Told, in a line, of what takes time.</param>
public sealed class Mirror(string root, string readme, string? baseUrl, ILogger log)
{
    /// <param name="signer">Signs the checksums; null for nobody.</param>
    /// <exception cref="RuntimePacksException">
    /// The folder is no mirror, holds other content under one of the versions, or is damaged; or the disk is full.
    /// </exception>
    public async Task<MirrorSummary> AddAsync(
        ReleasePackages release, Toolchain toolchain, SigningCertificate? signer, CancellationToken cancellationToken = default)
    {
        using var folder = MirrorFolder.Open(root);
        var feed = new MirroredPackages(folder);
        var earlier = JsonFile.TryRead<MirrorRecord>(folder.PathOf(MirrorRecord.FileName)) ?? new MirrorRecord();
        var record = earlier.With(release.Release, toolchain, baseUrl ?? earlier.BaseUrl);

        // Whoever sees the last package finds all others: it is the one that needs them.
        var last = release.Packages[^1];
        var missing = await MissingAsync(
            feed, [.. toolchain.Rids.SelectMany(rid => rid.Packages).Distinct(), .. release.Packages], cancellationToken);
        if (missing.Count > 0)
        {
            log.Say(
                $"copying {missing.Count} packages, {Size.Text(missing.Sum(package => new FileInfo(package.Source).Length))}, "
                + $"to {root}");
        }

        await Parallel.ForEachAsync(
            missing.Where(package => package != last),
            cancellationToken,
            async (package, cancel) => await feed.AddAsync(package, cancel));
        await folder.WriteTextAsync(release.Release.Lock, release.Lock);
        if (missing.Contains(last)) await feed.AddAsync(last, cancellationToken);

        await folder.WriteTextAsync(MirrorFolder.NuGetConfig, MirrorTexts.NuGetConfig(MirroredPackages.Folder));
        await folder.WriteTextAsync(MirrorFolder.Readme, MirrorTexts.Readme(readme, record, signer is not null));
        if (record.BaseUrl is { } url)
        {
            await folder.WriteTextAsync(
                $"{MirrorFolder.ClientFolder}/{MirrorFolder.NuGetConfig}",
                MirrorTexts.NuGetConfig($"{url}/{StaticFeed.ServiceIndex}"));
            var index = new StaticFeed(
                url,
                await feed.ManifestsAsync(cancellationToken),
                record.Releases.Select(known => known.PackageId.ToLowerInvariant()).ToHashSet());
            foreach (var (path, text) in index.Files()) await folder.WriteTextAsync(path, text);
        }

        await folder.WriteTextAsync(MirrorRecord.FileName, JsonFile.Text(record));
        await FinishAsync(folder, signer);
        var all = folder.All();
        foreach (var path in MirrorCheck.Extra(root, all))
        {
            log.Warn($"not listed in {Checksums.FileName}, since no finished run wrote it: {path}");
        }

        return new MirrorSummary(
            toolchain,
            folder.Added,
            folder.AddedBytes,
            all.Paths.Count(),
            all.Paths.Select(path => new FileInfo(folder.PathOf(path))).Where(file => file.Exists).Sum(file => file.Length));
    }

    /// <summary>A URL for the service index, with no slash at its end.</summary>
    /// <exception cref="RuntimePacksException">It is no http or https URL of a folder.</exception>
    public static string BaseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url is { Query: "", Fragment: "", UserInfo: "" }
            ? url.AbsoluteUri.TrimEnd('/')
            : throw new RuntimePacksException(
                $"--base-url takes the URL that the folder will be served as, like https://nuget.example.com/slim, not '{text}'");

    private static async Task<IReadOnlyList<MirrorPackage>> MissingAsync(
        MirroredPackages feed, IReadOnlyList<MirrorPackage> packages, CancellationToken cancellationToken)
    {
        var there = new bool[packages.Count];
        await Parallel.ForAsync(
            0, packages.Count, cancellationToken, async (i, cancel) => there[i] = await feed.HasAsync(packages[i], cancel));
        return [.. packages.Where((_, i) => !there[i])];
    }

    /// <summary>Writes the checksums, and their signature or none: an old one would be of other checksums.</summary>
    private static async Task FinishAsync(MirrorFolder folder, SigningCertificate? signer)
    {
        var (sums, signature) = (folder.PathOf(Checksums.FileName), folder.PathOf(ChecksumSignature.FileName));
        var bytes = System.Text.Encoding.UTF8.GetBytes(folder.All().ToString());
        var changed = !File.Exists(sums) || !(await File.ReadAllBytesAsync(sums)).SequenceEqual(bytes);
        if (changed || signer is null) File.Delete(signature);
        if (changed) await AtomicFile.WriteAsync(sums, stream => stream.WriteAsync(bytes).AsTask());
        if (signer is not null)
        {
            await AtomicFile.WriteAsync(signature, stream => stream.WriteAsync(ChecksumSignature.Sign(bytes, signer)).AsTask());
        }
    }
}
