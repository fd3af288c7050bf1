namespace Testing.GitHub;

/// <summary>
/// GitHub's answers, field by field, from its published description of the REST API (schemas "release", "release-asset",
/// "simple-user", "git-ref", "git-tag", "basic-error"), with every field that the description requires.
/// </summary>
/// <param name="api">The root of the API, without a slash at its end.</param>
/// <param name="web">The root of the site, without a slash at its end.</param>
internal sealed class Shapes(string api, string web)
{
    private const string Time = "2025-06-03T12:00:00Z";

    public static object Error(string message, int status) =>
        new { message, documentation_url = "https://docs.github.com/rest", status = $"{status}" };

    public object Release(PublishedRepository repository, PublishedRelease release) => new
    {
        url = $"{api}/repos/{repository.Name}/releases/{release.Id}",
        assets_url = $"{api}/repos/{repository.Name}/releases/{release.Id}/assets",
        upload_url = $"{api}/repos/{repository.Name}/releases/{release.Id}/assets{{?name,label}}",
        html_url = $"{web}/{repository.Name}/releases/tag/{release.Tag}",
        id = release.Id,
        author = User(),
        node_id = $"RE_{release.Id}",
        tag_name = release.Tag,
        target_commitish = "main",
        name = release.Tag,
        draft = release.Draft,
        prerelease = release.Prerelease,
        created_at = Time,
        updated_at = Time,
        published_at = release.Draft ? null : Time,
        assets = release.Assets.Select(asset => Asset(repository, release, asset)),
        tarball_url = $"{api}/repos/{repository.Name}/tarball/{release.Tag}",
        zipball_url = $"{api}/repos/{repository.Name}/zipball/{release.Tag}",
        body = "What changed:\r\n* \"quotes\", \\ and \u00e9",
    };

    public object Asset(PublishedRepository repository, PublishedRelease release, PublishedAsset asset) => new
    {
        url = $"{api}/repos/{repository.Name}/releases/assets/{asset.Id}",
        id = asset.Id,
        node_id = $"RA_{asset.Id}",
        name = asset.Name,
        label = "",
        uploader = User(),
        content_type = "application/zip",
        state = asset.State,
        size = asset.Size,
        digest = asset.Digest,
        download_count = 42,
        created_at = Time,
        updated_at = Time,
        browser_download_url = $"{web}/{repository.Name}/releases/download/{release.Tag}/{asset.Name}",
    };

    public object Reference(PublishedRepository repository, PublishedRelease release) => new
    {
        @ref = $"refs/tags/{release.Tag}",
        node_id = "REF_1",
        url = $"{api}/repos/{repository.Name}/git/refs/tags/{release.Tag}",
        @object = Object(repository, release.Object(0)),
    };

    public object Tag(PublishedRepository repository, PublishedRelease release, int depth) => new
    {
        node_id = "TA_1",
        sha = release.Object(depth).Sha,
        url = $"{api}/repos/{repository.Name}/git/tags/{release.Object(depth).Sha}",
        tagger = new { name = "octocat", email = "octocat@example.com", date = Time },
        @object = Object(repository, release.Object(depth + 1)),
        tag = release.Tag,
        message = "a release\n",
        verification =
            new { verified = false, reason = "unsigned", signature = (string?)null, payload = (string?)null, verified_at = (string?)null },
    };

    private object Object(PublishedRepository repository, (string Type, string Sha) named) =>
        new { sha = named.Sha, type = named.Type, url = $"{api}/repos/{repository.Name}/git/{named.Type}s/{named.Sha}" };

    private object User() => new
    {
        login = "octocat",
        id = 1,
        node_id = "U_1",
        avatar_url = $"{web}/images/octocat.gif",
        gravatar_id = "",
        url = $"{api}/users/octocat",
        html_url = $"{web}/octocat",
        followers_url = $"{api}/users/octocat/followers",
        following_url = $"{api}/users/octocat/following{{/other_user}}",
        gists_url = $"{api}/users/octocat/gists{{/gist_id}}",
        starred_url = $"{api}/users/octocat/starred{{/owner}}{{/repo}}",
        subscriptions_url = $"{api}/users/octocat/subscriptions",
        organizations_url = $"{api}/users/octocat/orgs",
        repos_url = $"{api}/users/octocat/repos",
        events_url = $"{api}/users/octocat/events{{/privacy}}",
        received_events_url = $"{api}/users/octocat/received_events",
        type = "User",
        site_admin = false,
    };
}
