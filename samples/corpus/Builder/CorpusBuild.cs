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

    /// <summary>Whether a part, or a name in which <c>*</c> stands for anything, means a library.</summary>
    public static bool Means(string wanted, string part, string name) =>
        part == wanted || FileSystemName.MatchesSimpleExpression(wanted, name, ignoreCase: false);

    private static bool Means(string wanted, Recipe recipe) => Means(wanted, recipe.Part, recipe.Name);

    /// <summary>Makes what is wanted and not there; other entries of the index stay as they are.</summary>
    /// <returns>The index, as it is on disk now.</returns>
    public async Task<CorpusIndex> BuildAsync(CancellationToken cancellationToken = default)
    {
        // One run of apt-get for all; what is missing after that is told where it is missed.
        await WhyMissingAsync([.. _recipes.SelectMany(recipe => recipe.Tools.Concat(recipe.RunTools)).Distinct()], cancellationToken);
        var (made, entries) = (0, new ConcurrentBag<CorpusEntry>());
        foreach (var group in _recipes.GroupBy(recipe => (recipe.Part, recipe.IsLarge)))
        {
            var atOnce = group.Key.IsLarge ? 1 : Environment.ProcessorCount;
            var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(group, options, async (recipe, stop) =>
            {
                var (entry, isMade) = await EntryAsync(recipe, stop);
                entries.Add(entry);
                if (isMade) Interlocked.Increment(ref made);
            });
        }

        var index = await CorpusIndex.AddAsync(_workspace.CorpusFolder, entries, cancellationToken);
        var missing = entries.Count(entry => entry.Path is null);
        var size = Size.Text(entries.Sum(entry => entry.Size));
        _log.Say(
            $"{made} libraries made, {entries.Count - made - missing} were there, {missing} cannot be had here; {size} in {index.Folder}");
        return index;
    }

    private async Task<(CorpusEntry Entry, bool IsMade)> EntryAsync(Recipe recipe, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        string? aside = null;
        try
        {
            await _toolbox.RequireAllAsync(recipe.Tools, cancellationToken);
            await recipe.PrepareAsync(cancellationToken);
            var cannotRun = await WhyMissingAsync(recipe.RunTools, cancellationToken);
            var (key, questions) = (Shelf.KeyOf(recipe), Shelf.QuestionsOf(recipe, cannotRun is null));
            if (_shelf.Find(recipe) is { } there && there.Key == key && there.Questions == questions) return (there.Entry, IsMade: false);
            using var alone = await CorpusLock.TakeAsync(WorkOf(recipe) + ".lock", _log, cancellationToken);
            var kept = _shelf.Find(recipe) is { } one && one.Key == key ? one : null;
            if (kept?.Questions == questions) return (kept.Entry, IsMade: false);

            if (recipe.Part != "zoo") _log.Say($"{recipe.Name} started");
            aside = _shelf.Aside(recipe);
            var entry = kept is null ? await MakeAsync(recipe, aside, clock, cancellationToken) : Take(kept, aside);
            entry = await AskAsync(recipe, aside, entry, cannotRun, cancellationToken);
            await _shelf.PutAsync(recipe, aside, new Shelf.Kept(key, questions, entry));
            var silence = entry.NotRunBecause is { } reason ? $"; no program ran: {reason.Split('\n')[0]}" : "";
            _log.Say($"{recipe.Name} finished: {Size.Text(entry.Size)} in {clock.Elapsed.TotalSeconds:0} s{silence}");
            return (entry, IsMade: true);
        }
        catch (RuntimePacksException e)
        {
            _log.Warn($"{recipe.Name} is not here: {e.Message}");
            return (new CorpusEntry(recipe.Name, recipe.Part, recipe.Target, recipe.Variant) { MissingBecause = e.Message }, IsMade: false);
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
