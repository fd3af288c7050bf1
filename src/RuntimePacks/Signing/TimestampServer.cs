using NuGet.Common;
using NuGet.Packaging.Signing;
using RuntimePacks.Network;

namespace RuntimePacks.Signing;

/// <summary>An RFC 3161 server, asked again when it does not answer.</summary>
internal sealed class TimestampServer(Uri address, ILogger log) : ITimestampProvider
{
    private static readonly Patience ThreeTimes = new() { Attempts = 3 };

    private readonly Rfc3161TimestampProvider _server = new(address);

    /// <exception cref="RuntimePacksException">It gives no time-stamp, or one that does not hold here.</exception>
    public async Task<PrimarySignature> TimestampSignatureAsync(
        PrimarySignature primarySignature, TimestampRequest request, NuGet.Common.ILogger logger, CancellationToken token)
    {
        var retries = new Retries(ThreeTimes, $"no time-stamp from {address}", "what is signed is kept, run again to go on", log);
        try
        {
            return await retries.RunAsync(AskAsync, token);
        }
        catch (TimestampException e) when (e.Code == NuGetLogCode.NU3028)
        {
            throw new RuntimePacksException(
                $"no time-stamp from {address}: this machine does not trust the root of its certificate ({e.Message}); "
                + "add the root to the system's certificates, or name another server", e);
        }
        catch (Exception e) when (e is not OutOfReachException && !token.IsCancellationRequested)
        {
            throw new RuntimePacksException($"no time-stamp from {address}: {e.Message}; what is signed is kept, run again to go on", e);
        }

        async Task<PrimarySignature> AskAsync(CancellationToken cancel)
        {
            try
            {
                return await _server.TimestampSignatureAsync(primarySignature, request, logger, cancel);
            }
            catch (HttpRequestException e)
            {
                throw new PassingFault(e.Message, e);
            }
        }
    }
}
