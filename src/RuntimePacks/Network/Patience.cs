namespace RuntimePacks.Network;

/// <summary>How long the network is waited for.</summary>
public sealed record Patience
{
    /// <summary>Failures in a row, none of which brought anything, until it is given up.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The pause after the first failure; it doubles from there, and each is shortened by a random part of up to a half.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be silent.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How far away the end of a rate limit may be for it to be waited for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(2);
}
