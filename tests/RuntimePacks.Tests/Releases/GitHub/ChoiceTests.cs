using Testing.GitHub;
using RuntimePacks.Releases;
using RuntimePacks.Releases.GitHub;

namespace RuntimePacks.Tests.Releases.GitHub;

/// <summary>Which release is meant by a version, a tag or <c>latest</c>.</summary>
public sealed class ChoiceTests
{
    private const string Older = "agntcy/slim";

    [Theory]
    [InlineData("1.4.0", "slim-bindings-v1.4.0")]
    [InlineData("slim-bindings-v1.4.0", "slim-bindings-v1.4.0")]
    [InlineData("0.7.2", "slim-bindings-libs-v0.7.2")]
    [InlineData("slim-bindings-libs-v0.7.2", "slim-bindings-libs-v0.7.2")]
    [InlineData("1.5.0-rc.1", "slim-bindings-v1.5.0-rc.1")]
    public async Task A_version_or_a_tag_names_one_release(string wanted, string tag)
    {
        await using var lab = await GitHubLab.StartAsync();
        Publish(lab.Server.Add(Older), "slim-bindings-libs-v0.7.2", "slim-bindings-v1.4.0", "slim-bindings-v1.5.0-rc.1");

        var release = await lab.ListAsync(wanted);

        Assert.Equal((Older, tag), (release.Repository, release.Tag));
        Assert.EndsWith(release.Version, tag, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.4", "slim-bindings-v1.4", "1.4.0")]
    [InlineData("1.4.0", "slim-bindings-v1.4", "1.4.0")]
    [InlineData("2024.1.15", "slim-bindings-v2024.01.15", "2024.1.15")]
    [InlineData("2024.01.15", "slim-bindings-v2024.01.15", "2024.1.15")]
    [InlineData("slim-bindings-v2024.01.15", "slim-bindings-v2024.01.15", "2024.1.15")]
    [InlineData("latest", "slim-bindings-v2024.01.15", "2024.1.15")]
    public async Task Versions_of_two_numbers_and_dates_are_some_too(string wanted, string tag, string version)
    {
        await using var lab = await GitHubLab.StartAsync();
        Publish(lab.Server.Add(Older), "slim-bindings-v1.3.0", "slim-bindings-v1.4", "slim-bindings-v2024.01.15", "slim-bindings-v2023.12");

        var release = await lab.ListAsync(wanted);

        Assert.Equal((tag, version), (release.Tag, release.Version));
    }

    [Theory]
    [InlineData("1.4.0")]
    [InlineData("latest")]
    public async Task Builds_that_differ_in_metadata_alone_are_told_apart_by_their_tags(string wanted)
    {
        await using var lab = await GitHubLab.StartAsync();
        Publish(lab.Server.Add(Older), "slim-bindings-v1.3.0", "slim-bindings-v1.4.0+build.5", "slim-bindings-v1.4.0+build.6");

        await GitHubLab.RefusedAsync(
            () => lab.ListAsync(wanted), "2 releases 1.4.0",
            "--release slim-bindings-v1.4.0+build.5 or --release slim-bindings-v1.4.0+build.6");

        foreach (var build in (string[])["5", "6"])
        {
            Assert.Equal($"1.4.0+build.{build}", (await lab.ListAsync($"slim-bindings-v1.4.0+build.{build}")).Version);
            Assert.Equal($"1.4.0+build.{build}", (await lab.ListAsync($"1.4.0+build.{build}")).Version);
        }
    }

    [Fact]
    public async Task A_release_that_two_repositories_have_is_the_preferred_ones()
    {
        await using var lab = await GitHubLab.StartAsync();
        Publish(lab.Server.Add(Older), "slim-bindings-v1.4.0");
        Publish(lab.Server.Add(GitHubLab.Repository), "slim-bindings-v1.4.0");

        Assert.Equal(GitHubLab.Repository, (await lab.ListAsync("1.4.0")).Repository);
        Assert.Equal(GitHubLab.Repository, (await lab.ListAsync("latest")).Repository);
        Assert.Equal(Older, (await lab.ListAsync("1.4.0", repositories: Older)).Repository);
    }

    [Theory]
    [InlineData(false, "2.10.1")]
    [InlineData(true, "3.0.0-rc.10")]
    public async Task Latest_is_the_highest_version_out_of_850_mixed_tags(bool prerelease, string version)
    {
        await using var lab = await GitHubLab.StartAsync();
        var (older, newer) = (lab.Server.Add(Older), lab.Server.Add(GitHubLab.Repository));
        string[] high = [
            "slim-bindings-v2.10.1", "slim-bindings-v2.9.0", "slim-bindings-v3.0.0-rc.2", "slim-bindings-v3.0.0-rc.10",
            "slim-bindings-v3.0.0-alpha.99"];
        string[] decoys = [
            "slim-bindings-v9", "slim-bindings-v9.0.0.0.0", "slim-bindings-vNext", "slim-bindings-9.9.9", "slim-v9.9.9", "v9.9.9",
            "slim-bindings-python-v9.9.9", "xslim-bindings-v9.9.9"];
        var tags = Enumerable.Range(0, 850 - high.Length - decoys.Length - 2)
            .Select(
                i => (i % 4) switch { 0 => $"slim-v1.{i}.0", 1 => $"helm-chart-v0.{i}.2", 2 => $"slim-bindings-libs-v0.{i}.{i % 7}", _ => $"slim-bindings-v1.{i}.3" })
            .Concat(high).Concat(decoys).OrderBy(tag => tag.GetHashCode(StringComparison.Ordinal)).ToList();
        foreach (var tag in tags) Publish(tags.IndexOf(tag) % 2 == 0 ? older : newer, tag);
        newer.Publish("slim-bindings-v8.0.0", draft: true);
        newer.Publish("slim-bindings-v2.11.0", prerelease: true);

        Assert.Equal(850, older.Releases.Count + newer.Releases.Count);
        Assert.Equal(version, (await lab.ListAsync("latest", prerelease)).Version);
        Assert.Contains(lab.Server.Seen, seen => seen.Path.Contains("page=5", StringComparison.Ordinal));
        Assert.DoesNotContain(lab.Server.Seen, seen => seen.Path.EndsWith("/latest", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.4.7", "1.3.0, 1.4.0, 1.4.2, 1.5.0-rc.1, 1.5.0")]
    [InlineData("slim-bindings-v9.0.0", "1.4.2, 1.5.0-rc.1, 1.5.0, 2.0.0-alpha.1, 2.0.0")]
    [InlineData("v1.4", "0.7.2, 1.3.0, 1.4.0, 1.4.2, 1.5.0-rc.1")]
    [InlineData("newest", "1.4.2, 1.5.0-rc.1, 1.5.0, 2.0.0-alpha.1, 2.0.0")]
    public async Task What_is_not_there_is_told_with_the_five_nearest(string wanted, string nearest)
    {
        await using var lab = await GitHubLab.StartAsync();
        Publish(
            lab.Server.Add(Older), "slim-bindings-libs-v0.7.2", "slim-bindings-v1.3.0", "slim-bindings-v1.4.0", "slim-bindings-v1.4.2",
            "slim-bindings-v1.5.0-rc.1", "slim-bindings-v1.5.0", "slim-v1.4.7");
        Publish(lab.Server.Add(GitHubLab.Repository), "slim-bindings-v2.0.0", "slim-bindings-v2.0.0-alpha.1");

        await GitHubLab.RefusedAsync(() => lab.ListAsync(wanted), $"no release {wanted} in {GitHubLab.Repository} or {Older}", nearest);
    }

    [Fact]
    public async Task A_draft_is_no_release()
    {
        await using var lab = await GitHubLab.StartAsync();
        var repository = lab.Server.Add(GitHubLab.Repository);
        Publish(repository, "slim-bindings-v1.3.0");
        PublishedRepository.Attach(repository.Publish("slim-bindings-v1.4.0", draft: true), GitHubLab.Linux, [1]);

        await GitHubLab.RefusedAsync(() => lab.ListAsync("1.4.0"), "no release 1.4.0", "the nearest are 1.3.0");
        Assert.Equal("1.3.0", (await lab.ListAsync("latest", prerelease: true)).Version);
    }

    [Fact]
    public async Task Prereleases_alone_are_no_latest_release()
    {
        await using var lab = await GitHubLab.StartAsync();
        Publish(lab.Server.Add(GitHubLab.Repository), "slim-bindings-v2.0.0-alpha.1");

        await GitHubLab.RefusedAsync(() => lab.ListAsync("latest"), "prereleases alone", "2.0.0-alpha.1", "--prerelease");
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_left_out_and_said_and_none_at_all_is_an_error()
    {
        await using var lab = await GitHubLab.StartAsync();
        Publish(lab.Server.Add(Older), "slim-bindings-v1.4.0");

        Assert.Equal("1.4.0", (await lab.ListAsync("latest")).Version);
        Assert.Contains(lab.Said, line => line.StartsWith(GitHubLab.Repository, StringComparison.Ordinal));
        await GitHubLab.RefusedAsync(() => lab.ListAsync("latest", repositories: "no/where"), "no/where", "404");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_commit_is_the_one_behind_the_tag_however_it_is_annotated(int annotations)
    {
        await using var lab = await GitHubLab.StartAsync();
        var release = lab.Server.Add(GitHubLab.Repository).Publish("slim-bindings-v1.4.0", annotations: annotations);
        PublishedRepository.Attach(release, GitHubLab.Linux, [1]);

        Assert.Equal(release.Commit, (await lab.ListAsync("1.4.0")).Commit);
    }

    [Fact]
    public async Task Assets_are_found_on_every_page_and_those_of_other_things_are_left_out()
    {
        await using var lab = await GitHubLab.StartAsync();
        var release = lab.Server.Add(GitHubLab.Repository).Publish("slim-bindings-v1.4.0");
        for (var i = 0; i < 130; i++) PublishedRepository.Attach(release, $"something-else-{i}.whl", [1]);
        var linux = PublishedRepository.Attach(release, GitHubLab.Linux, [1, 2, 3]);
        var musl = PublishedRepository.Attach(release, "slim-bindings-x86_64-unknown-linux-musl.zip", [4]);
        musl.Digest = null;
        PublishedRepository.Attach(release, "slim-bindings-riscv64gc-unknown-linux-gnu.zip", [5]);

        var found = await lab.ListAsync("1.4.0");

        Assert.Equal(
            [
                new ListedAsset(
                    linux.Name, "x86_64-unknown-linux-gnu", 3, linux.Digest!["sha256:".Length..], linux.Id, DigestSource.GitHub),
                new ListedAsset(musl.Name, "x86_64-unknown-linux-musl", 1, null, musl.Id, DigestSource.FirstDownload),
            ],
            found.Assets);
        Assert.Equal(["slim-bindings-riscv64gc-unknown-linux-gnu.zip"], found.Skipped);
    }

    [Fact]
    public async Task A_release_without_assets_and_one_that_is_still_being_uploaded_are_errors()
    {
        await using var lab = await GitHubLab.StartAsync();
        var repository = lab.Server.Add(GitHubLab.Repository);
        repository.Publish("slim-bindings-v1.4.0");
        PublishedRepository.Attach(repository.Publish("slim-bindings-v1.5.0"), GitHubLab.Linux, [1]).State = "open";

        await GitHubLab.RefusedAsync(
            () => lab.ListAsync("1.4.0"), "slim-bindings-v1.4.0 holds no asset", "slim-bindings-x86_64-unknown-linux-gnu.zip");
        await GitHubLab.RefusedAsync(() => lab.ListAsync("1.5.0"), GitHubLab.Linux, "still being uploaded");
    }

    [Theory]
    [InlineData("https://github.com", "https://api.github.com/")]
    [InlineData("https://example.ghe.com/", "https://api.example.ghe.com/")]
    [InlineData("https://github.example.com", "https://github.example.com/api/v3/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v3/")]
    public void The_API_is_where_GitHub_documents_it(string url, string api) => Assert.Equal(api, GitHubHost.Parse(url).Api.AbsoluteUri);

    [Theory]
    [InlineData("github.example.com")]
    [InlineData("ftp://github.example.com")]
    [InlineData("https://user:password@github.example.com")]
    [InlineData("https://github.example.com/api/v3")]
    public async Task What_is_no_address_of_a_GitHub_is_refused_and_not_repeated(string url)
    {
        var e = await GitHubLab.RefusedAsync(() => Task.FromResult(GitHubHost.Parse(url)), "--github-url");
        Assert.DoesNotContain("password", e.Message, StringComparison.Ordinal);
    }

    private static void Publish(PublishedRepository repository, params string[] tags)
    {
        foreach (var tag in tags) PublishedRepository.Attach(repository.Publish(tag), GitHubLab.Linux, [1]);
    }
}
