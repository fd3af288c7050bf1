using RuntimePacks.Network;

namespace RuntimePacks.Feeds;

/// <summary>The times that a feed is waited for.</summary>
public sealed record FeedPatience
{
    /// <summary>
    /// For each request: pauses between attempts, how many, and how
    /// long a connection may be silent while bytes should come or go.
    /// </summary>
    public Patience Network { get; init; } = new() { IdleLimit = TimeSpan.FromMinutes(1) };

    /// <summary>How long a server may think once it has all of a package: it may unpack, scan and store 250 MB.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a feed may take to show what it accepted: public ones validate a package first.</summary>
    public TimeSpan ShowLimit { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>The pause before it is asked for the first time whether it shows it; it doubles from there.</summary>
    public TimeSpan FirstLook { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestLook { get; init; } = TimeSpan.FromSeconds(30);
}
