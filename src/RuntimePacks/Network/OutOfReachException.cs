namespace RuntimePacks.Network;

/// <summary>GitHub could not be asked: the network, its servers or a rate limit are in the way, which says nothing of what was asked for.</summary>
internal sealed class OutOfReachException : RuntimePacksException
{
    public OutOfReachException(string message) : base(message) { }

    public OutOfReachException(string message, Exception? innerException) : base(message, innerException!) { }
}
