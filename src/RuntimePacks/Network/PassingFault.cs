namespace RuntimePacks.Network;

/// <summary>A failure that may not be there at the next attempt.</summary>
/// <param name="why">What happened, to follow the name of the work.</param>
/// <param name="wait">When the server says to come back; null when it does not say.</param>
internal sealed class PassingFault(string why, Exception? inner = null, TimeSpan? wait = null) : Exception(why, inner)
{
    public TimeSpan? Wait => wait;
}
