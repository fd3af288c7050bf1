using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Testing.GitHub;

/// <summary>What networks and servers do to a response.</summary>
public static class Faults
{
    /// <summary>Resets the connection (a TCP RST, no orderly end).</summary>
    public static async Task ResetAsync(this HttpContext context)
    {
        await context.Response.Body.FlushAsync();
        var socket = context.Features.Get<IConnectionSocketFeature>()!.Socket;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        context.Abort();
    }

    /// <summary>Sends a part of what a file's response announced, from the byte that was asked for up to another.</summary>
    public static async Task SendUpToAsync(this Download download, long to, long? announced = null)
    {
        var bytes = download.Asset.Bytes;
        download.Context.Response.ContentLength = announced ?? (bytes.Length - download.From);
        await download.Context.Response.Body.WriteAsync(bytes.AsMemory((int)download.From, (int)(to - download.From)));
        await download.Context.Response.Body.FlushAsync();
    }

    /// <summary>An answer with a status and a message, as the API words them.</summary>
    public static Task RefuseAsync(this HttpContext context, int status, string message, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        return context.Response.WriteAsJsonAsync(Shapes.Error(message, status));
    }

    /// <summary>As the storage host refuses an address that has expired.</summary>
    public static Task RefuseExpiredAsync(this HttpContext context) => Storage.RefuseAsync(context.Response);
}
