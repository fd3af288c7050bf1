namespace RuntimePacks.Releases.GitHub;

/// <summary>A GitHub: github.com, an Enterprise Server, or an Enterprise Cloud with a domain of its own.</summary>
public sealed class GitHubHost
{
    private static readonly Uri PublicWeb = new("https://github.com/");

    private GitHubHost(Uri web, Uri api) => (Web, Api) = (web, api);

    public static GitHubHost Public { get; } = Parse(PublicWeb.AbsoluteUri);

    /// <summary>Where people look at it; ends with a slash.</summary>
    public Uri Web { get; }

    /// <summary>
    /// The root of its REST API; ends with a slash. (GitHub's REST documentation,
    /// "Getting started": api.github.com, HOST/api/v3, api.SUBDOMAIN.ghe.com.)
    /// </summary>
    public Uri Api { get; }

    /// <param name="url">Such as <c>https://github.example.com</c>.</param>
    /// <exception cref="RuntimePacksException">It is no such URL.</exception>
    public static GitHubHost Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var web) || (web.Scheme != Uri.UriSchemeHttps && web.Scheme != Uri.UriSchemeHttp)
            || web.UserInfo.Length > 0 || web.AbsolutePath != "/" || web.Query.Length > 0)
        {
            throw new RuntimePacksException(
                "--github-url takes the address of a GitHub with nothing after its host and no credentials, "
                + "such as https://github.example.com");
        }

        var hosted = web.Host == PublicWeb.Host || web.Host.EndsWith(".ghe.com", StringComparison.Ordinal);
        return new GitHubHost(web, hosted ? new UriBuilder(web) { Host = $"api.{web.Host}" }.Uri : new Uri(web, "api/v3/"));
    }

    /// <summary>Whether an address is the API's own, and may be sent the token: same scheme, host and port.</summary>
    public bool IsApi(Uri address) =>
        Uri.Compare(address, Api, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>An asset in the API: what a token can see, by the number of its upload.</summary>
    public Uri AssetInApi(string repository, long id) => new(Api, $"repos/{repository}/releases/assets/{id}");

    /// <summary>An asset as a browser loads it, which counts against no limit of the API.</summary>
    public Uri AssetOnWeb(string repository, string tag, string name) =>
        new(Web, $"{repository}/releases/download/{Uri.EscapeDataString(tag)}/{Uri.EscapeDataString(name)}");
}
