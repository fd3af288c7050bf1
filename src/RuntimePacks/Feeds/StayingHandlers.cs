using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;

namespace RuntimePacks.Feeds;

/// <summary>
/// NuGet's HTTP handlers, less that they follow redirections: a request that carries a key goes where its sender says and nowhere
/// else. .NET takes credentials away on the way to another host, and a header of its own name it does not.
/// </summary>
internal sealed class StayingHandlers(
    ) : ResourceProvider(typeof(HttpHandlerResource), nameof(StayingHandlers), before: nameof(HttpHandlerResourceV3Provider))
{
    /// <summary>A source whose requests are not redirected.</summary>
    public static SourceRepository Of(PackageSource source) =>
        new(source, [new Lazy<INuGetResourceProvider>(() => new StayingHandlers()), .. Repository.Provider.GetCoreV3()]);

    public override async Task<Tuple<bool, INuGetResource?>> TryCreate(SourceRepository source, CancellationToken token)
    {
        var (created, resource) = await new HttpHandlerResourceV3Provider().TryCreate(source, token);
        if (resource is HttpHandlerResource handlers) handlers.ClientHandler.AllowAutoRedirect = false;
        return Tuple.Create(created, resource);
    }
}
