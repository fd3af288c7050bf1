using System.Net;
using Octokit;
using Octokit.Internal;

namespace RuntimePacks.Releases.GitHub;

/// <summary>The releases of one repository, asked of GitHub's REST API through Octokit.</summary>
internal sealed class GitHubRepository
{
    private const int PageSize = 100;
    private const int LongestTagChain = 8;

    private readonly GitHubHttp _http;
    private readonly ApiConnection _api;
    private readonly GitHubClient _client;

    /// <param name="name"><c>owner/name</c>.</param>
    public GitHubRepository(GitHubHttp http, string name, ILogger log, CancellationToken cancellationToken)
    {
        (_http, Name) = (http, name);
        var connection = new Connection(
            new ProductHeaderValue(http.Product), http.Host.Api, new InMemoryCredentialStore(Credentials.Anonymous),
            new HttpClientAdapter(() => new OctokitHandler(http, log, cancellationToken)), new SimpleJsonSerializer());

        // Ours is the idle limit; Octokit's would be the total time of a request with all its retries.
        connection.SetRequestTimeout(Timeout.InfiniteTimeSpan);
        _api = new ApiConnection(connection);
        _client = new GitHubClient(connection);
    }

    public string Name { get; }

    private string Owner => Name.Split('/')[0];

    private string ShortName => Name.Split('/')[1];

    /// <summary>The release of a tag; null when there is none.</summary>
    public Task<ReleaseAnswer?> FindAsync(string tag) =>
        AskAsync<ReleaseAnswer>(
            $"{Name} {tag}", async () => await _api.Get<ReleaseAnswer>(Endpoint($"releases/tags/{Uri.EscapeDataString(tag)}")));

    /// <summary>Every release, of all pages; null when there is no such repository.</summary>
    public Task<IReadOnlyList<ReleaseAnswer>?> AllAsync() => AskAsync(Name, () => AllAsync<ReleaseAnswer>("releases"));

    /// <summary>The assets of a release, of all pages.</summary>
    public async Task<IReadOnlyList<AssetAnswer>> AssetsAsync(ReleaseAnswer release)
    {
        var what = $"{Name} {release.TagName}, its assets";
        return await AskAsync(what, () => AllAsync<AssetAnswer>($"releases/{release.Id}/assets"))
            ?? throw _http.Refused(HttpStatusCode.NotFound, what, null);
    }

    /// <summary>The commit that a tag names, through as many annotated tags as there are between.</summary>
    public async Task<string> CommitAsync(string tag)
    {
        var what = $"{Name}, the tag {tag}";
        return await AskAsync(what, async () =>
        {
            TagObject named = (await _client.Git.Reference.Get(Owner, ShortName, $"tags/{Uri.EscapeDataString(tag)}")).Object;
            for (var i = 0; named.Type == TaggedType.Tag && i < LongestTagChain; i++)
            {
                named = (await _client.Git.Tag.Get(Owner, ShortName, named.Sha)).Object;
            }

            return named.Type == TaggedType.Commit
                ? named.Sha
                : throw new RuntimePacksException($"{what} names a {named.Type.StringValue}: expected a commit");
        }) ?? throw _http.Refused(HttpStatusCode.NotFound, what, null);
    }

    private Uri Endpoint(string path) => new($"repos/{Name}/{path}", UriKind.Relative);

    private async Task<IReadOnlyList<T>?> AllAsync<T>(string path) =>
        await _api.GetAll<T>(Endpoint(path), new Dictionary<string, string> { ["per_page"] = $"{PageSize}" });

    private async Task<T?> AskAsync<T>(string what, Func<Task<T?>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (NotFoundException)
        {
            return null;
        }
        catch (ApiException e)
        {
            throw _http.Refused(e.StatusCode, what, e.ApiError?.Message);
        }
        catch (Exception e) when (e is System.Runtime.Serialization.SerializationException or InvalidCastException or FormatException)
        {
            throw _http.NotJson(what, e);
        }
    }
}
