namespace RuntimePacks.Feeds;

/// <summary>The state of a package in a push.</summary>
public enum PushState
{
    /// <summary>It is not on the feed.</summary>
    Missing,

    /// <summary>The feed took it, or said that it has it, and has not shown it yet.</summary>
    Accepted,

    /// <summary>It was pushed, and downloaded again with the same content.</summary>
    Pushed,

    /// <summary>It was there before, with the same content.</summary>
    Present,
}

/// <summary>A package of a push.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">
/// Of the nupkg here, 64 lower-case hexadecimal digits; what the feed serves may have a signature of the feed's besides.
/// </param>
public sealed record PushedPackage(string Id, string Version, long Size, string Sha256, PushState State);

/// <summary>The record of a push, kept up to date while it runs: the next one goes on there.</summary>
/// <param name="Feed">The feed's address or folder.</param>
/// <param name="Packages">The package that consumers reference is the last.</param>
public sealed record PushRecord(string Feed, IReadOnlyList<PushedPackage> Packages);
