using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Enumeration;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Pipeline;
using RuntimePacks.Tools;

namespace Corpus;

/// <summary>Builds the corpus: what is on the shelf stays, the rest is made, and what cannot be made is named with the reason.</summary>
public sealed class CorpusBuild
{
    private readonly Workspace _workspace;
    private readonly Toolbox _toolbox;
    private readonly ILogger _log;
    private readonly Shelf _shelf;
    private readonly IReadOnlyList<Recipe> _recipes;

    /// <param name="root">The repository's root, full.</param>
    /// <param name="workspace">The output folder: the corpus comes into a folder of it, and what it is made with into its cache.</param>
    /// <param name="only">The parts or names that are wanted, with commas between; <c>*</c> stands for anything; null for all.</param>
    /// <param name="log">Told a line when a library is started, and one when it is finished.</param>
    /// <exception cref="RuntimePacksException">Nothing is called that.</exception>
    public CorpusBuild(string root, Workspace workspace, string? only, ILogger log)
    {
        _workspace = workspace;
        _log = log;
        _shelf = new Shelf(workspace.CorpusFolder);
        var sources = Path.Combine(root, "samples", "corpus");
        _toolbox = Toolbox.Load(Path.Combine(sources, "tools.json"), log);
        var all = Recipes.Of(root, workspace.CacheFolder, _toolbox, log);
        var wanted = only?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        _recipes = wanted is null ? all : [.. all.Where(recipe => wanted.Any(name => Means(name, recipe)))];
        if (wanted?.FirstOrDefault(name => !all.Any(recipe => Means(name, recipe))) is { } unknown)
        {
            var parts = string.Join(", ", all.Select(recipe => recipe.Part).Distinct());
            throw new RuntimePacksException($"the corpus has no '{unknown}'; it has the parts {parts}, and names like {all[0].Name}");
        }
    }

    private static bool Means(string name, Recipe recipe) =>
        recipe.Part == name || FileSystemName.MatchesSimpleExpression(name, recipe.Name, ignoreCase: false);

    /// <summary>Makes what is wanted and not there; other entries of the index stay as they are.</summary>
    /// <returns>The index, as it is on disk now.</returns>
    public async Task<CorpusIndex> BuildAsync(CancellationToken cancellationToken = default)
    {
        if (await FindAsync(cancellationToken) is { } there) return there;
        using var alone = await CorpusLock.TakeAsync(_workspace.CorpusFolder, _log, cancellationToken);
        _shelf.Tidy();
        // One run of apt-get for all; what is missing after that is told where it is missed.
        await WhyMissingAsync([.. _recipes.SelectMany(recipe => recipe.Tools.Concat(recipe.RunTools)).Distinct()], cancellationToken);
        var earlier = CorpusIndex.TryRead(_workspace.CorpusFolder)?.Entries ?? [];
        var entries = new ConcurrentDictionary<string, CorpusEntry>(earlier.ToDictionary(entry => entry.Name));
        using var index = new SemaphoreSlim(1);
        var kept = 0;
        var made = 0;
        foreach (var group in _recipes.GroupBy(recipe => (recipe.Part, recipe.IsLarge)))
        {
            var atOnce = group.Key.IsLarge ? 1 : Environment.ProcessorCount;
            var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(group, options, async (recipe, stop) =>
            {
                var (entry, isNew) = await EntryAsync(recipe, stop);
                entries[recipe.Name] = entry;
                if (!isNew)
                {
                    Interlocked.Increment(ref kept);
                    return;
                }

                if (entry.Path is not null) Interlocked.Increment(ref made);
                await index.WaitAsync(stop);
                try
                {
                    await CorpusIndex.WriteAsync(_workspace.CorpusFolder, entries.Values);
                }
                finally
                {
                    index.Release();
                }
            });
        }

        var written = await CorpusIndex.WriteAsync(_workspace.CorpusFolder, entries.Values);
        var here = _recipes.Select(recipe => entries[recipe.Name]).ToList();
        var missing = here.Where(entry => entry.Path is null).ToList();
        var size = Size.Text(here.Sum(entry => entry.Size));
        _log.Say($"{made} libraries made, {kept} were there, {missing.Count} cannot be had here; {size} in {written.Folder}");
        return written;
    }

    /// <summary>The index, when all that is wanted is there: that waits for no other run.</summary>
    private async Task<CorpusIndex?> FindAsync(CancellationToken cancellationToken)
    {
        if (CorpusIndex.TryRead(_workspace.CorpusFolder) is not { } index) return null;
        var names = index.Entries.Select(entry => entry.Name).ToHashSet();
        foreach (var recipe in _recipes)
        {
            if (!names.Contains(recipe.Name) || await KeptAsync(recipe, cancellationToken) is null) return null;
        }

        _log.Say($"all {_recipes.Count} libraries are there; {index.Folder}");
        return index;
    }

    /// <summary>What is on the shelf for a recipe, when it is what would be made.</summary>
    private async Task<Shelf.Kept?> KeptAsync(Recipe recipe, CancellationToken cancellationToken)
    {
        if (_shelf.Find(recipe) is not { } kept) return null;
        if (await WhyMissingAsync(recipe.Tools, cancellationToken) is not null) return null;
        await recipe.PrepareAsync(cancellationToken);
        var cannotRun = await WhyMissingAsync(recipe.RunTools, cancellationToken);
        return kept.Key == Shelf.KeyOf(recipe) && kept.Questions == Shelf.QuestionsOf(recipe, cannotRun is null) ? kept : null;
    }

    private async Task<(CorpusEntry Entry, bool IsNew)> EntryAsync(Recipe recipe, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        string? aside = null;
        try
        {
            await _toolbox.RequireAllAsync(recipe.Tools, cancellationToken);
            await recipe.PrepareAsync(cancellationToken);
            var cannotRun = await WhyMissingAsync(recipe.RunTools, cancellationToken);
            var (key, questions) = (Shelf.KeyOf(recipe), Shelf.QuestionsOf(recipe, cannotRun is null));
            var kept = _shelf.Find(recipe);
            if (kept is not null && kept.Key == key && kept.Questions == questions) return (kept.Entry, false);

            _log.Say($"{recipe.Name} started");
            aside = _shelf.Aside();
            var entry = kept?.Key == key ? Take(kept, aside) : await MakeAsync(recipe, aside, clock, cancellationToken);
            entry = await AskAsync(recipe, aside, entry, cannotRun, cancellationToken);
            await _shelf.PutAsync(recipe, aside, new Shelf.Kept(key, questions, entry));
            var silence = entry.NotRunBecause is { } reason ? $"; no program ran: {reason.Split('\n')[0]}" : "";
            _log.Say($"{recipe.Name} finished: {Size.Text(entry.Size)} in {clock.Elapsed.TotalSeconds:0} s{silence}");
            return (entry, true);
        }
        catch (RuntimePacksException e)
        {
            _log.Say($"{recipe.Name} is not here: {e.Message}");
            return (new CorpusEntry(recipe.Name, recipe.Part, recipe.Target, recipe.Variant) { MissingBecause = e.Message }, true);
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>The library as it is on the shelf, when a program alone is to be asked anew.</summary>
    private CorpusEntry Take(Shelf.Kept kept, string aside)
    {
        var library = _shelf.LibraryOf(kept);
        File.Copy(library, Path.Combine(aside, Path.GetFileName(library)));
        return kept.Entry;
    }

    private async Task<string?> WhyMissingAsync(IReadOnlyList<string> tools, CancellationToken cancellationToken)
    {
        try
        {
            await _toolbox.RequireAllAsync(tools, cancellationToken);
            return null;
        }
        catch (RuntimePacksException e)
        {
            return e.Message;
        }
    }

    private async Task<CorpusEntry> MakeAsync(Recipe recipe, string aside, Stopwatch clock, CancellationToken cancellationToken)
    {
        var work = Directory.CreateDirectory(WorkOf(recipe)).FullName;
        var made = await recipe.MakeAsync(work, aside, cancellationToken);
        Directory.Delete(work, recursive: true);
        return new CorpusEntry(recipe.Name, recipe.Part, recipe.Target, recipe.Variant)
        {
            Path = string.Join('/', recipe.Part, recipe.Folder, made.Library),
            Size = new FileInfo(Path.Combine(aside, made.Library)).Length,
            BuiltWith = made.BuiltWith,
            Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1),
        };
    }

    private async Task<CorpusEntry> AskAsync(
        Recipe recipe, string folder, CorpusEntry entry, string? cannotRun, CancellationToken cancellationToken)
    {
        var library = Path.Combine(folder, Path.GetFileName(entry.Path!));
        var contents = await ArchiveContents.ReadAsync(library, recipe, cancellationToken);
        var asked = await recipe.AskAsync(folder, library, cancellationToken);
        entry = entry with
        {
            Members = contents.Members,
            Exports = contents.Exports,
            ExportPattern = recipe.ExportPattern,
            Expected = asked.Expected,
            Program = asked.Program,
            NotRunBecause = asked.NotRunBecause ?? cannotRun,
            Answers = new Dictionary<string, string>(),
        };
        if (entry.NotRunBecause is not null || asked.Program is null) return entry;
        var work = Directory.CreateDirectory(WorkOf(recipe)).FullName;
        try
        {
            return entry with { Answers = await asked.Program.AnswersAsync(folder, library, work, cancellationToken) };
        }
        catch (RuntimePacksException e)
        {
            return entry with { NotRunBecause = e.Message };
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private string WorkOf(Recipe recipe) => Path.Combine(_workspace.CacheFolder, "corpus", $"{recipe.Part}-{recipe.Folder}");
}
