using RuntimePacks.Files;
using RuntimePacks.Stages;

namespace RuntimePacks.Feeds;

/// <summary>Keeps a push's record, in the file too, whatever several uploads say at once.</summary>
internal sealed class PushJournal(StageRecord<PushRecord> file, string feed, IReadOnlyList<PackageToPush> packages) : IDisposable
{
    private readonly PushState[] _states = new PushState[packages.Count];
    private readonly SemaphoreSlim _turn = new(1);

    public PushRecord Record =>
        new(
            feed,
            [.. packages.Zip(_states, Pushed)]);

    public PushState this[PackageToPush package]
    {
        get => _states[IndexOf(package)];
        set => _states[IndexOf(package)] = value;
    }

    public IReadOnlyList<PackageToPush> In(params PushState[] states) => [.. packages.Where(package => states.Contains(this[package]))];

    /// <summary>Whether the feed took exactly this file in an earlier run.</summary>
    public bool TookEarlier(PackageToPush package) => file.Earlier() is { } earlier && earlier.Feed == feed
        && earlier.Packages.Any(
            old =>
                old.State == PushState.Accepted
                    && old.Id == package.Id
                    && old.Version == package.Version.ToNormalizedString()
                    && old.Sha256 == package.Sha256);

    public async Task SaveAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await file.WriteAsync(Record);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static PushedPackage Pushed(PackageToPush package, PushState state) =>
        new(package.Id, package.Version.ToNormalizedString(), package.Size, package.Sha256, state);

    private int IndexOf(PackageToPush package)
    {
        for (var i = 0; i < packages.Count; i++)
        {
            if (packages[i] == package) return i;
        }

        throw new ArgumentException(package.Path, nameof(package));
    }
}
