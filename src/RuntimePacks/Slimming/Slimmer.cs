using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Stages;
using RuntimePacks.Tools;
using RuntimePacks.Verification;

namespace RuntimePacks.Slimming;

/// <summary>Makes libraries smaller, and proves after each step that nothing was lost.</summary>
/// <param name="folder">Where slimmed libraries go, a folder per target.</param>
public sealed class Slimmer(PackDefinition definition, Toolbox toolbox, string folder, ILogger log)
{
    /// <summary>
    /// What a tool holds at once, in terms of the library: llvm-objcopy has all that it reads and all that it will write.
    /// </summary>
    private const int MemoryPerSize = 2;

    private static readonly string[] s_stubTools = ["lld", "llvm-dlltool"];

    /// <summary>As many libraries at a time as there are cores, and fewer where they would need more than half of the memory.</summary>
    private readonly MemoryBound _memory = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    /// <param name="libraries">What was verified; one for a target without a RID is left out.</param>
    /// <param name="mode">How much to take away.</param>
    /// <param name="earlier">What an earlier run slimmed: kept where nothing changed.</param>
    /// <exception cref="RuntimePacksException">A tool is missing or failed, or a proof failed.</exception>
    public async Task<IReadOnlyList<SlimmedLibrary>> SlimAsync(
        IReadOnlyList<VerifiedLibrary> libraries, SlimMode mode, IReadOnlyList<SlimmedLibrary> earlier, CancellationToken cancellationToken =
            default)
    {
        var parts = (from library in libraries
                     let platform = definition.Platforms.First(platform => platform.Target == library.Asset.Target)
                     where platform.Rid is not null
                     select (Library: library, Platform: platform)).ToList();
        if (mode != SlimMode.None) await toolbox.RequireAllAsync(Tools(parts.Select(part => part.Platform), mode), cancellationToken);

        var stage = new Stage<(VerifiedLibrary Library, Platform Platform), SlimmedLibrary>
        {
            MadeFrom = part =>
            [
                part.Library.Sha256, mode.ToString(), JsonFile.Text(part.Platform),
                .. part.Library.Exports,
                .. mode == SlimMode.None ? [] : Tools([part.Platform], mode).Select(tool => toolbox[tool].Stamp),
            ],
            KeepAsync = async (part, same, cancel) => await IsWholeAsync(same, cancel) ? same with { Source = part.Library } : null,
            MakeAsync = (part, key, cancel) =>
                _memory.RunAsync(part.Library.Size * MemoryPerSize, () => SlimAsync(part.Library, part.Platform, mode, key, cancel)),
        };
        return await stage.RunAsync(parts, earlier, cancellationToken);
    }

    /// <summary>A library that is packed as its asset has it is looked at when it is packed.</summary>
    private static async Task<bool> IsWholeAsync(SlimmedLibrary library, CancellationToken cancellationToken) =>
        (library.Done.Count == 0 && !library.Source.HasFile) || await Digest.IsOfFileAsync(library.Sha256, library.Path, cancellationToken);

    private static IEnumerable<string> Tools(IEnumerable<Platform> platforms, SlimMode mode)
    {
        var links = mode == SlimMode.Full ? platforms.SelectMany(platform => Linkage.For(platform.Triple)?.Tools ?? s_stubTools) : [];
        return links.Append("llvm-objcopy").Append("llvm-ar").Distinct();
    }

    private async Task<SlimmedLibrary> SlimAsync(
        VerifiedLibrary library, Platform platform, SlimMode mode, string key, CancellationToken cancellationToken)
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

        if (!library.HasFile)
        {
            throw new RuntimePacksException(
                $"there is no {library.Path}: it was verified with --slim none; run --target Verify again without that");
        }

        await PinnedFile.RequireAsync(
            library.Path, library.Sha256, "the library that Verify left: run --target Verify again", cancellationToken);
        var target = Path.Combine(folder, platform.Target);
        var work = target + ".work";
        foreach (var old in new[] { target, work }.Where(Directory.Exists)) Directory.Delete(old, recursive: true);
        Directory.CreateDirectory(work);
        try
        {
            var linkage = mode == SlimMode.Full ? Linkage.For(platform.Triple) : null;
            var libc = linkage?.Tools.Contains(Linkage.Musl) == true ? new LibcStep(Tool(Linkage.Musl)) : null;
            var proof = new SlimProof(library);
            var steps = new SlimSteps(library, proof, toolbox, work, log);
            await steps.StripAsync(cancellationToken);
            if (libc is not null) await steps.TakeOutLibcAsync(libc, cancellationToken);
            if (linkage is not null) await steps.IsolateAsync(linkage, cancellationToken);
            else if (mode == SlimMode.Full) await steps.DropAsync(cancellationToken);

            if (linkage is not null)
            {
                await LinkProbe.RequireAsync(
                    Tool(linkage.Driver), linkage, platform, library.Exports, steps.Output, work, cancellationToken);
            }
            else if (mode == SlimMode.Full)
            {
                await new StubProbe(
                    Tool(s_stubTools[0]), Tool(s_stubTools[1]), platform, work).RequireAsync(
                        library.Exports, proof.Undefined, steps.Output, cancellationToken);
            }

            Directory.CreateDirectory(target);
            var path = Path.Combine(target, library.FileName);
            File.Move(steps.Output, path);
            log.Say(
                $"slimmed {library.FileName}: {Size.Text(library.Size)} to {Size.Text(new FileInfo(path).Length)} ({string.Join(", ", steps.Done.Select(step => step.Name))})");
            return slimmed with
            {
                Path = path,
                Size = new FileInfo(path).Length,
                Sha256 = steps.Done[^1].After,
                Members = steps.Summary!.MemberCount,
                Symbols = steps.Summary.SymbolCount,
                Done = steps.Done,
            };
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private string Tool(string name) => toolbox[name].Find()!;
}
