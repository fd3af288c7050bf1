using System.Net;
using System.Net.Sockets;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Signing;

/// <summary>An RFC 3161 time-stamp server on loopback: <c>openssl ts</c> answers, over HTTP as section 3.4 has it.</summary>
internal sealed class TimestampServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;
    private readonly string _configuration;
    private readonly Task _answering;
    private int _requests;

    public TimestampServer(Authority authority, string folder)
    {
        _folder = Directory.CreateDirectory(Path.Combine(folder, "clock")).FullName;
        _configuration = Path.Combine(_folder, "openssl.cnf");
        var (certificate, key) = authority.TimestampServer();
        File.WriteAllText(_configuration, $"""
            [tsa]
            default_tsa = clock
            [clock]
            serial = {Path.Combine(_folder, "serial")}
            signer_cert = {certificate}
            certs = {authority.RootFile}
            signer_key = {key}
            signer_digest = sha256
            default_policy = 1.3.6.1.4.1.99999.1
            digests = sha256, sha384, sha512
            accuracy = secs:1
            ordering = yes
            ess_cert_id_alg = sha256
            """);
        var port = FreePort();
        Url = $"http://127.0.0.1:{port}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _answering = AnswerAsync();
    }

    public string Url { get; }

    /// <summary>How many time-stamps were asked for.</summary>
    public int Requests => _requests;

    /// <summary>After so many requests, all others get status 503.</summary>
    public int FailsAfter { get; set; } = int.MaxValue;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answering;
        _listener.Close();
    }

    private async Task AnswerAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        if (++_requests > FailsAfter)
        {
            response.StatusCode = 503;
            return;
        }

        var (query, reply) = (Path.Combine(_folder, "query"), Path.Combine(_folder, "reply"));
        await using (var file = File.Create(query)) await context.Request.InputStream.CopyToAsync(file);
        await new Command("openssl", "ts", "-reply", "-config", _configuration, "-queryfile", query, "-out", reply).OutputAsync();
        response.ContentType = "application/timestamp-reply";
        await response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(reply));
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
