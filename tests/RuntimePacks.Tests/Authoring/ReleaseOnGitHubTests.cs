using RuntimePacks.Authoring;
using RuntimePacks.Releases.GitHub;
using Testing.GitHub;

namespace RuntimePacks.Tests.Authoring;

/// <summary>Which release on GitHub a definition is written from, and what is fetched of it.</summary>
public sealed class ReleaseOnGitHubTests
{
    private const string Repository = "example/first-definition";

    [Theory]
    [InlineData(null, false, "lib-v1.10.0", "1.10.0")]
    [InlineData("latest", true, "lib-v2.0.0-rc.1", "2.0.0-rc.1")]
    [InlineData("1.9.0", false, "lib-v1.9.0", "1.9.0")]
    [InlineData("lib-v1.9.0", false, "lib-v1.9.0", "1.9.0")]
    public async Task It_is_the_highest_of_the_newest_tags_that_have_libraries_or_the_one_that_was_asked_for(
        string? wanted, bool prerelease, string tag, string version)
    {
        await using var lab = await GitHubLab.StartAsync();
        Publish(lab);
        var release = await FetchAsync(lab, wanted, prerelease);
        Assert.Equal((Repository, tag, version, "lib-v{version}"), (release.Repository, release.Tag, release.Version, release.TagPattern));
        Assert.Equal(["demo-linux-x64.tar.gz"], release.Files.Select(Path.GetFileName));
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(release.Files[0], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("3.0.0", "has no release 3.0.0: it has lib-v2.0.0-rc.1")]
    [InlineData("9.0.0", "no release of app-v9.0.0 has an asset that may hold a static library")]
    public async Task One_that_is_not_there_is_refused(string wanted, string words)
    {
        await using var lab = await GitHubLab.StartAsync();
        Publish(lab);
        await GitHubLab.RefusedAsync(() => FetchAsync(lab, wanted, false), Repository, words);
    }

    private static Task<KnownRelease> FetchAsync(GitHubLab lab, string? wanted, bool prerelease)
    {
        Environment.SetEnvironmentVariable("FIRSTDEFINITION_NATIVE_CACHE", lab.CacheFolder);
        var (token, log) = (GitHubToken.FromEnvironment(lab.Host), new LineLog(lab.Said.Enqueue));
        return new ReleaseOnGitHub(lab.Host, token, Repository, lab.Patience, log)
            .FetchAsync(wanted, prerelease, TestContext.Current.CancellationToken);
    }

    private static void Publish(GitHubLab lab)
    {
        var repository = lab.Server.Add(Repository);
        PublishedRepository.Attach(repository.Publish("app-v9.0.0"), "app.js.gz", [1]);
        foreach (var tag in (string[])["lib-v1.9.0", "lib-v1.10.0", "lib-v2.0.0-rc.1"])
        {
            var release = repository.Publish(tag);
            PublishedRepository.Attach(release, "demo-linux-x64.tar.gz", [1, 2, 3]);
            PublishedRepository.Attach(release, "demo-linux-x64.tar.gz.sha256", [4]);
            PublishedRepository.Attach(release, "libdemo-linux-x64.so.gz", [5]);
            PublishedRepository.Attach(release, "demo-src.tar.gz", [6]);
        }
    }
}
