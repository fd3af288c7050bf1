using System.Collections.Concurrent;
using System.Net;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Plugins;

namespace RuntimePacks.Feeds;

/// <summary>
/// The credential providers that are installed for <c>dotnet</c> (NuGet's cross-platform plugins), asked when a feed refuses what
/// NuGet.config has. Nobody is prompted.
/// </summary>
internal sealed class CredentialProviders : ICredentialService
{
    private static readonly Lazy<ICredentialService> Service = new(() => new CredentialProviders());

    private readonly ConcurrentDictionary<string, ICredentials> _known = new();
    private readonly ConcurrentDictionary<string, bool> _asked = new();

    /// <summary>Makes NuGet's own requests ask them.</summary>
    public static void Use() => HttpHandlerResourceV3.CredentialService = Service;

    public bool HandlesDefaultCredentials => false;

    public bool TryGetLastKnownGoodCredentialsFromCache(Uri uri, bool isProxy, out ICredentials? credentials)
    {
        credentials = null;
        return !isProxy && _known.TryGetValue(uri.Authority, out credentials);
    }

    /// <returns>Credentials, or null when no provider has any.</returns>
    public async Task<ICredentials?> GetCredentialsAsync(
        Uri uri, IWebProxy? proxy, CredentialRequestType type, string message, CancellationToken cancellationToken)
    {
        if (type == CredentialRequestType.Proxy) return null;
        var again = !_asked.TryAdd(uri.AbsoluteUri, true);
        foreach (var found in await PluginManager.Instance.FindAvailablePluginsAsync(cancellationToken))
        {
            if (await AskAsync(found, uri, again, cancellationToken) is { } credentials) return _known[uri.Authority] = credentials;
        }

        return null;
    }

    private static async Task<ICredentials?> AskAsync(PluginDiscoveryResult found, Uri uri, bool again, CancellationToken cancellationToken)
    {
        var (created, plugin) = await PluginManager.Instance.TryGetSourceAgnosticPluginAsync(
            found, OperationClaim.Authentication, cancellationToken);
        if (!created || plugin is null) return null;
        if (plugin.Message is { Length: > 0 } problem)
        {
            throw new RuntimePacksException(
                $"the credential provider {found.PluginFile.Path} does not work: {problem.ReplaceLineEndings(" ")}");
        }

        if (plugin.Claims?.Contains(OperationClaim.Authentication) != true) return null;
        var request = new GetAuthenticationCredentialsRequest(uri, again, isNonInteractive: true, canShowDialog: false);
        var answer = await plugin.Plugin!.Connection
            .SendRequestAndReceiveResponseAsync<GetAuthenticationCredentialsRequest, GetAuthenticationCredentialsResponse>(
                MessageMethod.GetAuthenticationCredentials, request, cancellationToken);
        return answer?.IsValid() == true ? new NetworkCredential(answer.Username, answer.Password) : null;
    }
}
