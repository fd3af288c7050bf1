using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using RuntimePacks.Files;
using RuntimePacks.Network;
using RuntimePacks.Stages;

namespace RuntimePacks.Feeds;

/// <summary>
/// Puts a release's packages on a feed. The package that consumers reference goes last, and only when each of the others was
/// downloaded from the feed and is what was pushed. What is there with the same content is left alone; other content under the same
/// version ends the push before anything is pushed. Running again goes on where a push ended.
/// </summary>
/// <param name="packages">The package that consumers reference is the last.</param>
/// <param name="record">Where the push keeps how far it is.</param>
/// <param name="scratch">A folder for what is downloaded to be compared; it is emptied.</param>
/// <param name="step">Told, in a line, of each start and end.</param>
/// <param name="log">Told, in a line, of each pause.</param>
public sealed class Publication(
    PackageFeed feed,
    FeedKey? key,
    IReadOnlyList<PackageToPush> packages,
    StageRecord<PushRecord> record,
    string scratch,
    FeedPatience patience,
    ILogger step,
    ILogger log)
{
    private const int Connections = 4;

    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(30);

    /// <summary>How far the upload of each package is, in their order.</summary>
    public IReadOnlyList<Transfer> Transfers { get; } = [.. packages.Select(package => new Transfer(package.FileName, package.Size))];

    /// <summary>The sample is for trying the pipeline: a folder or a server on this machine takes it.</summary>
    /// <exception cref="RuntimePacksException">The feed is for others too.</exception>
    public static void RefuseSample(PackageFeed feed)
    {
        if (feed.IsPublic)
        {
            throw new RuntimePacksException(
                $"the sample is never for publishing, and {feed.Name} is not on this machine: name a release with --release, "
                + "or try the push with a folder (--feed ./feed)");
        }
    }

    /// <summary>Looks what the feed has, and pushes nothing.</summary>
    /// <exception cref="RuntimePacksException">The feed has other content under one of the versions, or cannot be asked.</exception>
    public async Task<PushRecord> PlanAsync(CancellationToken cancellationToken = default)
    {
        using var journal = new PushJournal(record, feed.Name, packages);
        await CompareAsync(journal, cancellationToken);
        return journal.Record;
    }

    /// <exception cref="RuntimePacksException">
    /// The feed has other content under one of the versions, refuses a package,
    /// does not show one, or cannot be reached; the message says what is there.
    /// </exception>
    public async Task<PushRecord> RunAsync(CancellationToken cancellationToken = default)
    {
        using var journal = new PushJournal(record, feed.Name, packages);
        await CompareAsync(journal, cancellationToken);
        await journal.SaveAsync();
        try
        {
            await PublishAsync(journal, [.. packages.SkipLast(1)], cancellationToken);
            await PublishAsync(journal, [packages[^1]], cancellationToken);
            return journal.Record;
        }
        catch (RuntimePacksException e)
        {
            throw new RuntimePacksException($"{e.Message}. {Standing(journal)}", e);
        }
    }

    private async Task CompareAsync(PushJournal journal, CancellationToken cancellationToken)
    {
        if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        Directory.CreateDirectory(scratch);
        var different = new List<string>();
        await EachAsync(packages, async (package, cancel) =>
        {
            var (found, difference) = await LookAsync(package, cancel);
            var shown = found && await feed.HasAsync(package.Id, package.Version, cancel);
            journal[package] = shown ? PushState.Present : found || journal.TookEarlier(package) ? PushState.Accepted : PushState.Missing;
            if (difference is not null)
            {
                lock (different) different.Add($"{package.Id} {package.Version} ({difference})");
            }
        }, cancellationToken);
        if (different.Count == 0) return;
        throw new RuntimePacksException(
            $"{feed.Name} has other content under the same version: "
            + $"{string.Join(", ", different.Order(StringComparer.Ordinal))}; nothing was pushed: "
            + "a version that is out never changes, so give these packages another one (--package-version)");
    }

    /// <summary>Pushes what is missing of some packages, and waits until all of them can be downloaded.</summary>
    private async Task PublishAsync(PushJournal journal, IReadOnlyList<PackageToPush> some, CancellationToken cancellationToken)
    {
        foreach (var there in some.Where(package => journal[package] == PushState.Present))
        {
            Done(there);
            step.Say($"{there.Id} {there.Version} is on the feed");
        }

        await EachAsync(some.Where(package => journal[package] == PushState.Missing), async (package, cancel) =>
        {
            await AddAsync(package, cancel);
            journal[package] = PushState.Accepted;
            await journal.SaveAsync();
        }, cancellationToken);
        await ShowAsync(journal, some, cancellationToken);
    }

    private async Task AddAsync(PackageToPush package, CancellationToken cancellationToken)
    {
        var transfer = TransferOf(package);
        transfer.State = TransferState.Running;
        step.Say($"pushing {package.FileName}, {Size.Text(package.Size)}");
        var started = TimeProvider.System.GetTimestamp();
        var added = await feed.AddAsync(package, key, transfer, cancellationToken);
        Done(package);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        step.Say(added ? $"pushed {package.FileName} in {seconds:0.0} s" : $"{package.FileName}: the feed says that it has that version");
    }

    private async Task ShowAsync(PushJournal journal, IReadOnlyList<PackageToPush> some, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var (pause, told) = (patience.FirstLook, TimeSpan.Zero);
        while (true)
        {
            await EachAsync(
                some.Where(package => journal[package] == PushState.Accepted),
                (package, cancel) => LookAgainAsync(journal, package, cancel),
                cancellationToken);
            var hidden = some.Where(package => journal[package] == PushState.Accepted).ToList();
            if (hidden.Count == 0) return;
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            if (elapsed > patience.ShowLimit) await GiveUpAsync(journal, hidden);
            if (told == TimeSpan.Zero || elapsed - told > BetweenLines)
            {
                log.Say(
                    $"waiting until the feed shows {Names(hidden)}: {elapsed:h\\:mm\\:ss} so far, "
                    + $"{patience.ShowLimit.TotalMinutes:0} minutes at most");
                told = elapsed + TimeSpan.FromTicks(1);
            }

            await Task.Delay(pause, cancellationToken);
            pause = pause * 2 < patience.LongestLook ? pause * 2 : patience.LongestLook;
        }
    }

    private async Task LookAgainAsync(PushJournal journal, PackageToPush package, CancellationToken cancellationToken)
    {
        if (!await feed.HasAsync(package.Id, package.Version, cancellationToken)) return;
        var (found, difference) = await LookAsync(package, cancellationToken);
        if (difference is not null)
        {
            throw new RuntimePacksException(
                $"{feed.Name} has other content under the same version: {package.Id} {package.Version} ({difference}); "
                + "somebody else pushed it, or the feed damaged it");
        }

        if (!found) return;
        journal[package] = PushState.Pushed;
        await journal.SaveAsync();
        step.Say($"the feed shows {package.Id} {package.Version}");
    }

    /// <summary>Forgets that the feed took them, so that the next run pushes them again.</summary>
    private async Task GiveUpAsync(PushJournal journal, IReadOnlyList<PackageToPush> hidden)
    {
        foreach (var package in hidden) journal[package] = PushState.Missing;
        await journal.SaveAsync();
        throw new RuntimePacksException(
            $"{feed.Name} took {Names(hidden)}, and does not show them after {patience.ShowLimit.TotalMinutes:0} minutes: "
            + "see there whether they were refused later, or deleted (most feeds never take a deleted version again)");
    }

    /// <summary>Downloads what the feed has, and compares it.</summary>
    private async Task<(bool Found, string? Difference)> LookAsync(PackageToPush package, CancellationToken cancellationToken)
    {
        const FileOptions Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous;
        var path = Path.Combine(scratch, package.FileName);
        await using (var copy = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 1 << 17, Options))
        {
            if (!await feed.DownloadAsync(package.Id, package.Version, copy, cancellationToken)) return (false, null);
            copy.Position = 0;
            if (copy.Length == package.Size
                && Convert.ToHexStringLower(await SHA256.HashDataAsync(copy, cancellationToken)) == package.Sha256)
            {
                return (true, null);
            }

            using var mine = File.OpenRead(package.Path);
            return (true, await PackageDifference.OfAsync(mine, copy, cancellationToken));
        }
    }

    /// <summary>
    /// Does something with several packages at once; after a failure what is under way is ended well, and nothing more begun.
    /// </summary>
    private static async Task EachAsync(
        IEnumerable<PackageToPush> some, Func<PackageToPush, CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        RuntimePacksException? failure = null;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(some.ToList(), options, async (package, cancel) =>
        {
            if (Volatile.Read(ref failure) is not null) return;
            try
            {
                await action(package, cancel);
            }
            catch (RuntimePacksException e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }
        });
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    private string Standing(PushJournal journal)
    {
        var meta = packages[^1];
        var there = journal.In(PushState.Present, PushState.Pushed, PushState.Accepted);
        return $"{there.Count} of {packages.Count} packages are on the feed{(there.Count > 0 ? $" ({Names(there)})" : "")}, "
            + $"{meta.Id} is {(there.Contains(meta) ? "" : "not ")}among them; the same command, run again, goes on from there";
    }

    private static string Names(IEnumerable<PackageToPush> some) => string.Join(", ", some.Select(package => package.Id));

    private Transfer TransferOf(PackageToPush package) => Transfers.First(transfer => transfer.Name == package.FileName);

    private void Done(PackageToPush package) => (TransferOf(package).Done, TransferOf(package).State) = (package.Size, TransferState.Done);
}
