using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Releases;

namespace Samples;

/// <summary>A static library that was built elsewhere.</summary>
/// <param name="Triple">Rust's target triple.</param>
/// <param name="Path">The file, full.</param>
/// <param name="BuiltWith">The compiler.</param>
public sealed record BuiltLibrary(string Triple, string Path, string BuiltWith);

/// <summary>A release in the sample's shape, of static libraries that were built elsewhere: each is alone in its zip.</summary>
public static class RealRelease
{
    private const string KeyFile = ".key";

    /// <summary>Writes the release into <paramref name="output"/>, unless the one that is there is of the same libraries.</summary>
    /// <param name="sources">The sample that the libraries were built from.</param>
    /// <param name="libraries">A target that has none is left out, and said.</param>
    /// <param name="output">The folder to write; it appears whole or not at all.</param>
    /// <param name="log">Told one line per asset.</param>
    /// <param name="cancellationToken">Nothing is left of a release that was stopped.</param>
    /// <exception cref="RuntimePacksException">There is not one library.</exception>
    public static async Task WriteAsync(
        SampleSources sources, IReadOnlyList<BuiltLibrary> libraries, string output, ILogger log,
        CancellationToken cancellationToken = default)
    {
        if (libraries.Count == 0) throw new RuntimePacksException("not one real library is here: run --target Corpus to see why");
        var digests = await Task.WhenAll(libraries.Select(library => Digest.OfFileAsync(library.Path, cancellationToken)));
        var made = libraries.Zip(digests, (library, digest) => $"{library.Triple} {library.BuiltWith} {digest}");
        var key = Digest.OfTexts([sources.Digest(), .. made]);
        var kept = Path.Combine(output, KeyFile);
        if (File.Exists(kept) && await File.ReadAllTextAsync(kept, cancellationToken) == key)
        {
            log.Say($"{libraries.Count} assets are up to date in {output}");
            return;
        }

        var aside = $"{Path.GetFullPath(output)}.{Guid.NewGuid():N}";
        var whole = Directory.CreateDirectory(Path.Combine(aside, "release")).FullName;
        try
        {
            List<ReleasedFile> assets = [];
            foreach (var target in sources.Targets)
            {
                if (libraries.FirstOrDefault(library => library.Triple == target.Triple) is not { } library)
                {
                    log.Warn($"left out {target.Zip}: there is no real library for {target.Triple} here");
                    continue;
                }

                var work = Directory.CreateDirectory(Path.Combine(aside, target.Triple)).FullName;
                File.Copy(library.Path, Path.Combine(work, target.StaticLibrary));
                var asset = await TargetZip.WriteAsync(target, library.BuiltWith, work, Path.Combine(whole, target.Zip), cancellationToken);
                log.Say($"{target.Zip}  {Size.Text(asset.Size ?? 0)}  {library.BuiltWith}");
                assets.Add(asset);
            }

            await sources.Release(assets).WriteAsync(whole);
            await File.WriteAllTextAsync(Path.Combine(whole, KeyFile), key, cancellationToken);
            if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
            Directory.Move(whole, output);
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }
}
