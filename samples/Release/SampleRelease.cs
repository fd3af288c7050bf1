using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Releases;
using RuntimePacks.Tools;

namespace Samples;

/// <summary>Builds a sample release: a zip per target in the shape that upstream gives them, and a <c>release.json</c>.</summary>
public static class SampleRelease
{
    private const string KeyFile = ".key";

    /// <summary>Builds the release into <paramref name="output"/>, unless the one that is there is of the same sources and tools.</summary>
    /// <param name="sources">What it is built from.</param>
    /// <param name="output">The folder to write; it appears whole or not at all.</param>
    /// <param name="cache">Where a Rust std for another processor is kept between builds.</param>
    /// <param name="toolbox">Installs what is missing where that is allowed.</param>
    /// <param name="log">Told one line per asset.</param>
    /// <param name="cancellationToken">Stops the compilers; nothing is left of a build that was stopped.</param>
    /// <returns>The release that is now in the folder.</returns>
    /// <exception cref="RuntimePacksException">A tool is missing, or a compiler failed.</exception>
    public static async Task<ReleaseManifest> BuildAsync(
        SampleSources sources, string output, string cache, Toolbox toolbox, ILogger log, CancellationToken cancellationToken = default)
    {
        var tools = new Toolchain(toolbox);
        if (await CurrentAsync(sources, tools, output, cancellationToken) is { } current)
        {
            log.Say($"{current.Assets.Count} assets are up to date in {output}");
            return current;
        }

        await tools.RequireAsync(log, cancellationToken);
        output = Path.GetFullPath(output);
        string aside = $"{output}.{Guid.NewGuid():N}";
        string whole = Path.Combine(aside, "release");
        Directory.CreateDirectory(whole);
        try
        {
            var assets = new ReleasedFile?[sources.Targets.Count];
            var options =
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, assets.Length, options, async (index, stop) =>
            {
                var target = sources.Targets[index];
                string work = Directory.CreateDirectory(Path.Combine(aside, target.Triple)).FullName;
                if (await CompileAsync(target, sources, tools, work, cache, log, stop) is not { } built)
                {
                    log.Warn($"left out {target.Zip}: there is no Rust std for {target.Triple} here");
                    return;
                }

                var asset = await TargetZip.WriteAsync(target, built.With, work, Path.Combine(whole, target.Zip), stop);
                assets[index] = asset with { StandIn = built.StandIn };
                Directory.Delete(work, recursive: true);
                var size = built.StandIn is { } other ? $"{other} stands in for Rust" : Size.Text(asset.Size ?? 0);
                log.Say($"{target.Zip}  {size}  {built.With}");
            });

            var release = sources.Release(assets.OfType<ReleasedFile>());
            await release.WriteAsync(whole);
            await File.WriteAllTextAsync(
                Path.Combine(whole, KeyFile), await KeyAsync(sources, tools, cancellationToken), cancellationToken);
            Replace(output, whole, Path.Combine(aside, "replaced"));
            return release;
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>The release that a folder holds, or null when these sources and this machine's tools would build another.</summary>
    public static Task<ReleaseManifest?> FindAsync(
        SampleSources sources, string output, Toolbox toolbox, CancellationToken cancellationToken = default) =>
        CurrentAsync(sources, new Toolchain(toolbox), output, cancellationToken);

    private static async Task<ReleaseManifest?> CurrentAsync(
        SampleSources sources, Toolchain tools, string output, CancellationToken cancellationToken)
    {
        string key = Path.Combine(output, KeyFile);
        if (!File.Exists(key)) return null;
        string expected = await KeyAsync(sources, tools, cancellationToken);
        if (await File.ReadAllTextAsync(key, cancellationToken) != expected) return null;
        var release = ReleaseManifest.TryRead(output);
        return release?.Assets.All(
            asset => new FileInfo(Path.Combine(output, asset.Name)) is { Exists: true } file && file.Length == asset.Size) == true
            ? release
            : null;
    }

    private static void Replace(string output, string whole, string replaced)
    {
        try
        {
            if (Directory.Exists(output)) Directory.Move(output, replaced);
            Directory.Move(whole, output);
        }
        catch (IOException e)
        {
            throw new RuntimePacksException(
                $"the sample release was built, but cannot be put at {output}: {e.Message}; is another build running there?", e);
        }
    }

    /// <summary>All that the release is made from, a line each.</summary>
    private static async Task<string> KeyAsync(SampleSources sources, Toolchain tools, CancellationToken cancellationToken) =>
        string.Concat((await tools.StampsAsync(cancellationToken)).Prepend($"sources: {sources.Digest()}").Select(line => line + "\n"));

    /// <returns>What it was built with, and what stands in for Rust; null when nothing here builds for the target.</returns>
    private static async Task<(string With, string? StandIn)?> CompileAsync(
        SampleTarget target, SampleSources sources, Toolchain tools, string work, string cache, ILogger log, CancellationToken cancellationToken)
    {
        var rust = await RustBuild.ForAsync(target, tools, cache, log, cancellationToken);
        if (rust is null && sources.CTwin is null) return null;
        string builtWith = rust is null
            ? await CTwinBuild.RunAsync(target, sources.CTwin!, tools, work, cancellationToken)
            : await rust.RunAsync(target, sources, work, cancellationToken);
        if (sources.Exports is { } exports && !File.Exists(Path.Combine(work, target.SharedLibrary)) && (rust is null || target.IsWindows))
        {
            await SharedLink.RunAsync(target, exports, tools, work, cancellationToken);
        }

        return (builtWith, rust is null ? "C" : null);
    }
}
