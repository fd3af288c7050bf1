using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Feeds;

namespace Build.CommandLine;

/// <summary>
/// Which feed the command line means, and whether it is only looked at; refuses what cannot end well before anything is built.
/// </summary>
public sealed class FeedOptions
{
    /// <param name="sample">Whether it is the sample that would be pushed.</param>
    /// <exception cref="RuntimePacksException">The feed is none, or must not be sent the sample.</exception>
    public FeedOptions(Options options, CallerDirectory caller, bool sample, ILogger log)
    {
        WhatIf = options.Flag("what-if");
        if (options.Value("feed") is { } feed) Named = PackageFeed.Open(feed, caller.Path, log);
        if (sample && options.Targets.Any(target => target is "Push" or "Release")) Publication.RefuseSample(Feed);
    }

    /// <summary>The feed; null when none was named.</summary>
    public PackageFeed? Named { get; }

    /// <exception cref="RuntimePacksException">None was named.</exception>
    public PackageFeed Feed => Named ?? throw new RuntimePacksException("no feed was named: --feed");

    /// <summary>Whether Push says what it would do, and pushes nothing.</summary>
    public bool WhatIf { get; }
}
