using RuntimePacks;
using RuntimePacks.Files;

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
    private const string Version = "0.0.1";

    /// <summary>Writes the release into <paramref name="output"/>, unless the one that is there is of the same libraries.</summary>
    /// <param name="sources">The sample that the libraries were built from.</param>
    /// <param name="libraries">A target that has none is left out, and said.</param>
    /// <param name="output">The folder to write; it appears whole or not at all.</param>
    /// <param name="say">Told one line per asset.</param>
    /// <param name="cancellationToken">Nothing is left of a release that was stopped.</param>
    public static async Task<ReleaseDocument> WriteAsync(
        SampleSources sources, IReadOnlyList<BuiltLibrary> libraries, string output, Action<string> say,
        CancellationToken cancellationToken = default)
    {
        var digests = await Task.WhenAll(libraries.Select(library => Digest.OfFileAsync(library.Path, cancellationToken)));
        var made = libraries.Zip(digests, (library, digest) => $"{library.Triple} {library.BuiltWith} {digest}");
        var key = Digest.OfTexts([sources.Digest(), .. made]);
        var kept = Path.Combine(output, KeyFile);
        if (File.Exists(kept) && await File.ReadAllTextAsync(kept, cancellationToken) == key)
        {
            say($"{libraries.Count} assets are up to date in {output}");
            return ReleaseDocument.Read(output);
        }

        var aside = $"{Path.GetFullPath(output)}.{Guid.NewGuid():N}";
        var whole = Directory.CreateDirectory(Path.Combine(aside, "release")).FullName;
        try
        {
            List<SampleAsset> assets = [];
            foreach (var target in sources.Targets)
            {
                if (libraries.FirstOrDefault(library => library.Triple == target.Triple) is not { } library)
                {
                    say($"left out {target.Zip}: there is no real library for {target.Triple} here");
                    continue;
                }

                var work = Directory.CreateDirectory(Path.Combine(aside, target.Triple)).FullName;
                File.Copy(library.Path, Path.Combine(work, target.StaticLibrary));
                var asset = await AssetZip.WriteAsync(target, library.BuiltWith, work, Path.Combine(whole, target.Zip), cancellationToken);
                say($"{target.Zip}  {Size.Text(asset.Size)}  {library.BuiltWith}");
                assets.Add(asset);
            }

            if (assets.Count == 0) throw new RuntimePacksException("not one real library is here: run --target Corpus to see why");
            var tag = sources.Definition.TagPatterns[0].Replace("{version}", Version, StringComparison.Ordinal);
            var sorted = assets.OrderBy(asset => asset.Name, StringComparer.Ordinal).ToList();
            new ReleaseDocument(sources.Definition.Repositories[0], tag, Version, sources.Commit(), Sample: true, sorted).Write(whole);
            await File.WriteAllTextAsync(Path.Combine(whole, KeyFile), key, cancellationToken);
            if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
            Directory.Move(whole, output);
            return ReleaseDocument.Read(output);
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }
}
