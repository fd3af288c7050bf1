using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Stages;
using RuntimePacks.Tools;
using RuntimePacks.Verification;
using StaticLibraries.Libraries;
using StaticLibraries.Slimming.Linking;

namespace RuntimePacks.Slimming;

/// <summary>Makes libraries smaller, and proves that nothing was lost.</summary>
/// <param name="folder">Where slimmed libraries go, a folder per target.</param>
public sealed class Slimmer(PackDefinition definition, Toolbox toolbox, string folder, ILogger log)
{
    /// <summary>The name of musl's <c>libc.a</c> in the tools file.</summary>
    internal const string Musl = "musl C library";

    private const int MostNamed = 3;

    /// <summary>What slimming holds at once, in terms of the library.</summary>
    private const int MemoryPerSize = 2;

    private readonly LinkCheck _links = new(toolbox, log);
    private readonly Merging _merging = new(definition.PackageId, log);

    /// <summary>As many libraries at a time as there are cores, and fewer where they would need more than half of the memory.</summary>
    private readonly MemoryBound _memory = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    /// <param name="libraries">What was verified; one for a target without a RID is left out.</param>
    /// <param name="mode">How much to take away.</param>
    /// <param name="earlier">What an earlier run slimmed: kept where nothing changed.</param>
    /// <exception cref="RuntimePacksException">A library cannot be slimmed, or does not link after it.</exception>
    public async Task<IReadOnlyList<SlimmedLibrary>> SlimAsync(
        IReadOnlyList<VerifiedLibrary> libraries, SlimMode mode, IReadOnlyList<SlimmedLibrary> earlier,
        CancellationToken cancellationToken = default)
    {
        var parts = (from library in libraries
                     let platform = definition.Platforms.First(platform => platform.Target == library.Asset.Target)
                     where platform.Rid is not null
                     select (Library: library, Platform: platform)).ToList();
        if (mode != SlimMode.None && parts.Any(part => HasMusl(part.Platform))) await LookForMuslAsync(cancellationToken);

        var stage = new Stage<(VerifiedLibrary Library, Platform Platform), SlimmedLibrary>
        {
            MadeFrom = part =>
            [
                part.Library.Sha256, mode.ToString(), definition.PackageId, JsonFile.Text(part.Platform),
                .. part.Library.Exports,
                .. mode != SlimMode.None && HasMusl(part.Platform) ? [toolbox[Musl].Stamp] : Array.Empty<string>(),
                .. mode == SlimMode.Full ? _links.Stamps(part.Platform) : [],
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

    private static bool HasMusl(Platform platform) => platform.Triple.Environment == "musl";

    /// <summary>musl's names tell which members are its own; without them, libraries that have none are slimmed all the same.</summary>
    private async Task LookForMuslAsync(CancellationToken cancellationToken)
    {
        try
        {
            await toolbox.RequireAsync(Musl, cancellationToken);
        }
        catch (RuntimePacksException e)
        {
            log.Warn($"what libraries for musl have of the C library is not taken out of them: {e.Message}");
        }
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
            Glibc = library.Glibc,
            Done = [],
            Mode = mode,
            Key = key,
        };
        if (mode == SlimMode.None)
        {
            RequireGlibc(slimmed, platform);
            return slimmed;
        }

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
            var output = Path.Combine(work, library.FileName);
            var system = HasMusl(platform) && toolbox[Musl].Find() is { } musl ? SystemLibrary.Read(musl) : null;
            var summary = _merging.Slim(library, mode, system, output);
            if (mode == SlimMode.Full) await _links.RequireAsync(library, platform, output, work, cancellationToken);

            Directory.CreateDirectory(target);
            var path = Path.Combine(target, library.FileName);
            File.Move(output, path);
            log.Say($"slimmed {library.FileName}: {Size.Text(summary.InputSize)} to {Size.Text(summary.OutputSize)} "
                + $"({Merging.Step(mode)}, {summary.MembersKept} of {library.Members} members)");
            var digest = await Digest.OfFileAsync(path, cancellationToken);
            using var written = StaticLibrary.Open(path);
            var facts = written.Summarize();
            List<ToolVersion> with = [Merging.Slimmer];
            if (summary.SystemMembers > 0) with.Add(await toolbox.VersionOfAsync(Musl, cancellationToken));
            slimmed = slimmed with
            {
                Path = path,
                Size = summary.OutputSize,
                Sha256 = digest,
                Members = facts.MemberCount,
                Symbols = facts.SymbolCount,
                Glibc = GlibcNeed.Of(platform.Triple, facts.Undefined),
                Done = [new SlimStep(Merging.Step(mode), library.Sha256, digest, with)],
            };
            RequireGlibc(slimmed, platform);
            return slimmed;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <exception cref="RuntimePacksException">The library needs a newer glibc than its platform may.</exception>
    private void RequireGlibc(SlimmedLibrary library, Platform platform)
    {
        if (library.Glibc is not { } need) return;
        var names = Listed.Some(need.Because, MostNamed);
        if (platform.Glibc is { } limit && Version.Parse(need.Version) > Version.Parse(limit))
        {
            throw new RuntimePacksException(
                $"{library.FileName} needs glibc {need.Version}, for {names}; expected {limit} or older, the glibc of {platform.Target} in "
                + "the definition. Build it on a system with that glibc (or with cargo zigbuild), or raise the limit there");
        }

        log.Say($"{library.FileName} needs glibc {need.Version} or later, for {names}");
    }
}
