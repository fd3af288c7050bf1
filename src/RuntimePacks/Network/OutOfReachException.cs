namespace RuntimePacks.Network;

/// <summary>
/// A server could not be asked: the network, its own trouble or a rate
/// limit is in the way, which says nothing of what was asked for.
/// </summary>
internal sealed class OutOfReachException(
    string message, Exception? innerException = null) : RuntimePacksException(message, innerException!);
