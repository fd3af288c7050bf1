using RuntimePacks.Archives;
using RuntimePacks.Files;
using RuntimePacks.Platforms;
using RuntimePacks.Tools;
using RuntimePacks.Verification;

namespace RuntimePacks.Slimming;

/// <summary>Makes libraries smaller, and proves after it that nothing was lost.</summary>
/// <param name="folder">Where slimmed libraries go, a folder per target.</param>
public sealed class Slimmer(PackDefinition definition, Toolbox toolbox, string folder, Action<string> say)
{
    /// <param name="libraries">What was verified; one for a target without a RID is left out.</param>
    /// <param name="mode">How much to take away.</param>
    /// <param name="earlier">What an earlier run slimmed: kept where nothing changed.</param>
    /// <exception cref="RuntimePacksException">A tool is missing or failed, or a proof failed.</exception>
    public async Task<IReadOnlyList<SlimmedLibrary>> SlimAsync(
        IReadOnlyList<VerifiedLibrary> libraries, SlimMode mode, IReadOnlyList<SlimmedLibrary> earlier, CancellationToken cancellationToken = default)
    {
        var parts = (from library in libraries
                     let platform = definition.Platforms.First(platform => platform.Target == library.Asset.Target)
                     where platform.Rid is not null
                     select (Library: library, Platform: platform)).ToList();
        if (mode != SlimMode.None) await toolbox.RequireAllAsync(Tools(parts.Select(part => part.Platform), mode), cancellationToken).ConfigureAwait(false);

        var slimmed = new SlimmedLibrary[parts.Count];
        await Parallel.ForAsync(0, parts.Count, cancellationToken, async (i, cancel) =>
        {
            var (library, platform) = parts[i];
            var key = Digest.OfTexts(
            [
                library.Sha256, mode.ToString(), JsonFile.Text(platform), typeof(Slimmer).Module.ModuleVersionId.ToString(),
                .. library.Exports,
                .. mode == SlimMode.None ? [] : Tools([platform], mode).Select(tool => toolbox[tool].Stamp),
            ]);
            var same = earlier.FirstOrDefault(old => old.Key == key);
            slimmed[i] = same is not null && await Digest.IsOfFileAsync(same.Sha256, same.Path, cancel).ConfigureAwait(false)
                ? same with { Source = library }
                : await SlimAsync(library, platform, mode, key, cancel).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return slimmed;
    }

    private static IEnumerable<string> Tools(IEnumerable<Platform> platforms, SlimMode mode)
    {
        var linkages = mode == SlimMode.Full ? platforms.Select(platform => Linkage.For(platform.Triple)).OfType<Linkage>() : [];
        return linkages.SelectMany(linkage => linkage.Tools).Append("llvm-objcopy").Append("llvm-ar").Distinct();
    }

    private async Task<SlimmedLibrary> SlimAsync(VerifiedLibrary library, Platform platform, SlimMode mode, string key, CancellationToken cancellationToken)
    {
        var slimmed = new SlimmedLibrary
        {
            Source = library,
            Path = library.Path,
            Size = library.Size,
            Sha256 = library.Sha256,
            Members = library.Members,
            Symbols = library.Symbols,
            Done = [],
            Mode = mode,
            Key = key,
        };
        if (mode == SlimMode.None) return slimmed;

        var target = Path.Combine(folder, platform.Target);
        var work = target + ".work";
        foreach (var old in new[] { target, work }.Where(Directory.Exists)) Directory.Delete(old, recursive: true);
        Directory.CreateDirectory(work);
        try
        {
            var linkage = mode == SlimMode.Full ? Linkage.For(platform.Triple) : null;
            var libc = linkage?.Tools.Contains(Linkage.Musl) == true ? new LibcStep(Tool(Linkage.Musl)) : null;
            var steps = new SlimSteps(library, toolbox, work, say);
            await steps.StripAsync(cancellationToken).ConfigureAwait(false);
            if (libc is not null) await steps.TakeOutLibcAsync(libc, cancellationToken).ConfigureAwait(false);
            if (linkage is not null) await steps.IsolateAsync(linkage, cancellationToken).ConfigureAwait(false);
            else if (mode == SlimMode.Full) await steps.DropAsync(cancellationToken).ConfigureAwait(false);

            var summary = SlimProof.Require(library, steps.Output, libc?.Names ?? new HashSet<string>(), alone: linkage is not null);
            if (linkage is not null) await LinkProbe.RequireAsync(Tool(linkage.Driver), linkage, platform, library.Exports, steps.Output, work, cancellationToken).ConfigureAwait(false);

            Directory.CreateDirectory(target);
            var path = Path.Combine(target, library.FileName);
            File.Move(steps.Output, path);
            say($"slimmed {library.FileName}: {Size.Text(library.Size)} to {Size.Text(new FileInfo(path).Length)} ({string.Join(", ", steps.Done.Select(step => step.Name))})");
            return slimmed with
            {
                Path = path,
                Size = new FileInfo(path).Length,
                Sha256 = await Digest.OfFileAsync(path, cancellationToken).ConfigureAwait(false),
                Members = summary.MemberCount,
                Symbols = summary.SymbolCount,
                Done = steps.Done,
                Tools = await VersionsAsync(linkage, cancellationToken).ConfigureAwait(false),
            };
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>The versions of the tools whose output is in a library: with others, its bytes may be others.</summary>
    private async Task<IReadOnlyDictionary<string, string>> VersionsAsync(Linkage? linkage, CancellationToken cancellationToken)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string[] writers = ["llvm-ar", "llvm-objcopy", .. linkage is null ? Array.Empty<string>() : [linkage.Ld, linkage.Objcopy]];
        foreach (var name in writers) versions[name] = await toolbox[name].VersionAsync(cancellationToken).ConfigureAwait(false) ?? "not known";
        return versions;
    }

    private string Tool(string name) => toolbox[name].Find()!;
}
