using FeedCredentialProvider;
using NuGet.Protocol.Plugins;

// A credential provider as NuGet starts them (NuGet cross-platform plugins): it knows one password, for every feed, from FEED_PASSWORD.
var handlers = new RequestHandlers();
handlers.TryAdd(
    MessageMethod.Initialize, new Handler<InitializeRequest, InitializeResponse>(_ => new InitializeResponse(MessageResponseCode.Success)));
handlers.TryAdd(
    MessageMethod.GetOperationClaims, new Handler<GetOperationClaimsRequest,
    GetOperationClaimsResponse>(_ => new GetOperationClaimsResponse([OperationClaim.Authentication])));
handlers.TryAdd(MessageMethod.GetAuthenticationCredentials, new Handler<GetAuthenticationCredentialsRequest, GetAuthenticationCredentialsResponse>(_ =>
    new GetAuthenticationCredentialsResponse(
        "somebody", Environment.GetEnvironmentVariable("FEED_PASSWORD"), null, ["Basic"], MessageResponseCode.Success)));

var closed = new TaskCompletionSource();
using var plugin = await PluginFactory.CreateFromCurrentProcessAsync(handlers, ConnectionOptions.CreateDefault(), CancellationToken.None);
plugin.Closed += (_, _) => closed.TrySetResult();
plugin.BeforeClose += (_, _) => closed.TrySetResult();
await closed.Task;
