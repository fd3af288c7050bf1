namespace Testing.GitHub;

/// <summary>A repository on the server, with its releases, the newest first.</summary>
/// <param name="name"><c>owner/name</c>.</param>
public sealed class PublishedRepository(string name)
{
    private static long _lastId = 1000;

    public string Name => name;

    /// <summary>Whether it is only there for who sends the server's token.</summary>
    public bool Private { get; set; }

    public List<PublishedRelease> Releases { get; } = [];

    public PublishedRelease Publish(string tag, bool draft = false, bool prerelease = false, int annotations = 0)
    {
        var release = new PublishedRelease(
            Interlocked.Increment(ref _lastId), tag)
        { Draft = draft, Prerelease = prerelease, Annotations = annotations };
        Releases.Insert(0, release);
        return release;
    }

    public static PublishedAsset Attach(PublishedRelease release, string assetName, byte[] bytes)
    {
        var asset = new PublishedAsset(Interlocked.Increment(ref _lastId), assetName, bytes);
        release.Assets.Add(asset);
        return asset;
    }
}
