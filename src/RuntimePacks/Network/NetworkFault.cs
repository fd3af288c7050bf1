namespace RuntimePacks.Network;

/// <summary>The faults of a network, in words.</summary>
internal static class NetworkFault
{
    public static TimeoutException Silence(TimeSpan limit, Exception inner) =>
        new($"the server was silent for {limit.TotalSeconds:0.#} s", inner);

    /// <summary>What happened, or null when an exception is not the network's doing.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        TimeoutException => exception.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            "the host's name is not known (is there a network?)",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError, InnerException: { } inner } =>
            $"no connection: {inner.Message}",
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection was closed before the end",
        HttpRequestException or IOException => (exception.InnerException ?? exception).Message,
        _ => null,
    };
}
