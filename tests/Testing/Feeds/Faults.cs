using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Testing.Feeds;

/// <summary>What networks do to a request.</summary>
public static class Faults
{
    /// <summary>Resets the connection (a TCP RST) with no answer, not even its beginning.</summary>
    public static void Cut(this HttpContext context)
    {
        var socket = context.Features.Get<IConnectionSocketFeature>()!.Socket;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        context.Abort();
    }

    /// <summary>Reads as much of a request's body as this, or all of it.</summary>
    public static async Task ReadUpToAsync(this HttpRequest request, int count) =>
        await request.Body.ReadAtLeastAsync(new byte[count], count, throwOnEndOfStream: false);
}
