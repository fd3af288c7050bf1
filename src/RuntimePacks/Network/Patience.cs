namespace RuntimePacks.Network;

/// <summary>The times and attempts that a network is given.</summary>
public sealed record Patience
{
    /// <summary>Attempts in a row, none of which brought anything, until it is given up.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The pause after the first failure; it doubles from there, with a random part in each.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be silent.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause that a server may ask for, as at the end of a rate limit.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(2);
}
