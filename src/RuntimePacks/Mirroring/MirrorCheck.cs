using System.Security.Cryptography;
using RuntimePacks.Files;
using RuntimePacks.Stages;

namespace RuntimePacks.Mirroring;

/// <summary>Holds a mirror, after its journey, against its own checksums.</summary>
/// <param name="log">Told, in a line, of each file that is wrong, and of who signed.</param>
public sealed class MirrorCheck(string root, ILogger log)
{
    /// <exception cref="RuntimePacksException">A file is damaged, missing, or not of the mirror; or it is no finished mirror.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var checksums = Checksums.TryRead(root)
            ?? throw new RuntimePacksException($"{root} is no finished mirror: there is no {Checksums.FileName} in it");
        var paths = checksums.Paths.ToList();
        log.Say($"reading {paths.Count} files in {root}");
        var sizes = new long[paths.Count];
        var faults = new string?[paths.Count];
        await Parallel.ForAsync(0, paths.Count, cancellationToken, async (i, cancel) =>
        {
            var file = new FileInfo(Path.Combine(root, paths[i]));
            if (!file.Exists) faults[i] = $"missing: {paths[i]}";
            else if (await Sha512.OfFileAsync(file.FullName, cancel) != checksums[paths[i]]) faults[i] = $"damaged: {paths[i]}";
            else sizes[i] = file.Length;
        });

        var all = faults.OfType<string>()
            .Concat(Extra(root, checksums).Select(path => $"extra: {path}"))
            .Concat(await SignatureAsync(cancellationToken))
            .ToList();
        foreach (var fault in all) log.Warn(fault);
        if (all.Count > 0)
        {
            throw new RuntimePacksException(
                $"{root} is not as it was written: "
                + string.Join(", ", all.GroupBy(fault => fault.Split(':')[0]).Select(kind => $"{kind.Count()} {kind.Key}"))
                + ", each named above; carry these files over again, and remove what is extra");
        }

        log.Say($"{paths.Count} files, {Size.Text(sizes.Sum())}: all as they were written, and no other");
    }

    /// <summary>Files that are there and not listed.</summary>
    internal static IEnumerable<string> Extra(string root, Checksums checksums) =>
        Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
        .Where(path => checksums[path] is null && path is not (Checksums.FileName or ChecksumSignature.FileName or OutputLock.FileName))
        .Order(StringComparer.Ordinal);

    /// <summary>What is wrong with the signature, if there is one and something is.</summary>
    private async Task<IEnumerable<string>> SignatureAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, ChecksumSignature.FileName);
        if (!File.Exists(path))
        {
            log.Warn($"{Checksums.FileName} is not signed: that it is the one that was written, nothing here proves");
            return [];
        }

        try
        {
            var signer = ChecksumSignature.Signer(
                await File.ReadAllBytesAsync(path, cancellationToken),
                await File.ReadAllBytesAsync(Path.Combine(root, Checksums.FileName), cancellationToken));
            log.Say($"{Checksums.FileName} is signed by {signer}");
            return [];
        }
        catch (CryptographicException e)
        {
            return [$"damaged: {Checksums.FileName} or its signature {ChecksumSignature.FileName}: {e.Message}"];
        }
    }
}
