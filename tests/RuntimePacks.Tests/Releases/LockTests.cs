using RuntimePacks.Files;
using RuntimePacks.Releases;

namespace RuntimePacks.Tests.Releases;

/// <summary>What a lock holds against a release that is found, in each of its modes.</summary>
public sealed class LockTests
{
    private const string Gnu =
        "lib-x86_64-unknown-linux-gnu.zip", Musl = "lib-x86_64-unknown-linux-musl.zip", Mac = "lib-aarch64-apple-darwin.zip";

    private static readonly string s_other = new('b', 64);

    private static readonly Release s_pinned = new()
    {
        Repository = "owner/name",
        Tag = "v1.4.0",
        Version = "1.4.0",
        Commit = new string('c', 40),
        Assets = [Pin(Gnu, 1), Pin(Musl, 2)],
    };

    /// <summary>What differs, in which mode, and the words of the refusal; none where it is taken.</summary>
    public static TheoryData<string, LockMode, string[]> Differences => new()
    {
        { "nothing", LockMode.Keep, [] },
        { "no lock", LockMode.Keep, [] },
        { "digest", LockMode.Keep, [
            Gnu, $"its digest: expected sha256:{new string('a', 64)}, found sha256:{s_other}", "--update-lock takes it"] },
        { "no digest yet", LockMode.Keep, [] },
        { "size", LockMode.Keep, [$"{Gnu}, its size in bytes: expected 1, found 3"] },
        { "commit", LockMode.Keep, ["the tag's commit: expected cccc", "found dddd"] },
        { "no commit", LockMode.Keep, [] },
        { "uploaded again", LockMode.Keep, [] },
        { "one more", LockMode.Keep, [] },
        { "one less", LockMode.Keep, [] },
        { "another release", LockMode.Keep, [] },
        { "another build", LockMode.Keep, [
            "v1.4.0+build.6 and v1.4.0, which slim.lock.json knows, are one version to NuGet", "--update-lock"] },
        { "sample", LockMode.Keep, [] },
        { "nothing", LockMode.Locked, [] },
        { "no lock", LockMode.Locked, ["there is no ", "slim.lock.json", "without --locked"] },
        { "digest", LockMode.Locked, [$"{Gnu}, its digest: expected sha256:", "Without --locked"] },
        { "commit", LockMode.Locked, ["the tag's commit: expected cccc", "found dddd"] },
        { "uploaded again", LockMode.Locked, [$"{Gnu}, its id: expected 1, found 7"] },
        { "one more", LockMode.Locked, [$"{Mac}: expected no such asset, found one"] },
        { "one less", LockMode.Locked, [$"{Musl}: expected sha256:{new string('a', 64)}, found no such asset"] },
        { "one not asked for", LockMode.Locked, [] },
        { "another release", LockMode.Locked, ["the tag: expected v1.4.0, found v1.5.0", "the version: expected 1.4.0, found 1.5.0"] },
        { "another repository", LockMode.Locked, ["the repository: expected owner/name, found other/name"] },
        { "sample", LockMode.Locked, [$"{Gnu}, its digest: expected sha256:"] },
        { "no lock", LockMode.Update, [] },
        { "digest", LockMode.Update, [] },
        { "another release", LockMode.Update, [] },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void A_release_is_held_against_what_is_pinned(string differs, LockMode mode, string[] refused)
    {
        var @lock = new ReleaseLock("slim.lock.json", differs == "no lock" ? null : s_pinned, mode);
        var found = Found(differs);
        if (refused.Length == 0)
        {
            @lock.Check(found);
            return;
        }

        var error = Assert.Throws<RuntimePacksException>(() => @lock.Check(found));
        Assert.All(refused, words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(LockMode.Keep, true)]
    [InlineData(LockMode.Locked, false)]
    [InlineData(LockMode.Update, true)]
    public async Task Locked_alone_writes_nothing(LockMode mode, bool writes)
    {
        using var folder = new TemporaryFolder();
        var path = folder["slim.lock.json"];
        await new ReleaseLock(path, null, mode).WriteAsync(s_pinned);
        Assert.Equal(writes, File.Exists(path));
    }

    [Theory]
    [InlineData(LockMode.Keep, new[] { Gnu, Musl })]
    [InlineData(LockMode.Update, new[] { Gnu })]
    public async Task What_another_run_pinned_in_the_meantime_stays(LockMode mode, string[] names)
    {
        using var folder = new TemporaryFolder();
        var path = folder["slim.lock.json"];
        await JsonFile.WriteAsync(path, s_pinned with { Assets = [Pin(Musl, 2)] });
        await new ReleaseLock(path, null, mode).WriteAsync(s_pinned with { Assets = [Pin(Gnu, 1)] });
        Assert.Equal(names, ReleaseLock.Open(path, mode).Content!.Assets.Select(asset => asset.Name));
    }

    [Fact]
    public void A_subset_of_the_assets_leaves_the_others_pinned()
    {
        var merged = new ReleaseLock("slim.lock.json", s_pinned, LockMode.Keep).Merge(Found("one not asked for"));
        Assert.Equal([Gnu, Musl], merged.Assets.Select(asset => asset.Name));
    }

    [Fact]
    public void A_folder_takes_away_nothing_that_GitHub_said()
    {
        var byHand = Found("nothing") with
        {
            Commit = null,
            Assets = [
            .. Found("nothing").Assets.Select(asset => asset with { Id = null, DigestFrom = DigestSource.Folder })]
        };
        var merged = new ReleaseLock("slim.lock.json", s_pinned, LockMode.Keep).Merge(byHand);
        Assert.Equal((s_pinned.Commit, 1L, DigestSource.GitHub), (merged.Commit, merged.Assets[0].Id, merged.Assets[0].DigestFrom));
    }

    [Fact]
    public void Another_release_is_kept_as_one_before_it_and_a_sample_is_not()
    {
        var next = Found("another release");
        Assert.Equal(
            ["1.4.0"], new ReleaseLock("slim.lock.json", s_pinned, LockMode.Keep).Merge(next).Earlier.Select(release => release.Version));
        Assert.Empty(new ReleaseLock("slim.lock.json", s_pinned with { Sample = true }, LockMode.Keep).Merge(next).Earlier);
    }

    [Fact]
    public void A_file_that_is_none_is_told_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("slim.lock.json", "{\n  \"repository\": 3\n}");
        Assert.Contains(
            "slim.lock.json, line 2", Assert.Throws<RuntimePacksException>(() => ReleaseLock.Open(path, LockMode.Keep)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void It_lies_beside_the_definition() =>
        Assert.Equal(Path.Combine("packaging", "slim.lock.json"), ReleaseLock.Beside(Path.Combine("packaging", "slim.json")));

    private static Asset Pin(string name, long id) =>
        new(name, "any", 1, new string('a', 64)) { Id = id, DigestFrom = DigestSource.GitHub };

    private static ListedRelease Found(string differs)
    {
        var listed = new ListedRelease
        {
            Repository = s_pinned.Repository,
            Tag = s_pinned.Tag,
            Version = s_pinned.Version,
            Commit = s_pinned.Commit,
            Assets = [.. s_pinned.Assets.Select(ListedAsset.Of)],
        };
        var (first, second) = (listed.Assets[0], listed.Assets[1]);
        return differs switch
        {
            "digest" => listed with { Assets = [first with { Sha256 = s_other }, second] },
            "no digest yet" => listed with { Assets = [first with { Sha256 = null }, second] },
            "size" => listed with { Assets = [first with { Size = 3 }, second] },
            "commit" => listed with { Commit = new string('d', 40) },
            "no commit" => listed with { Commit = null },
            "uploaded again" => listed with { Assets = [first with { Id = 7 }, second] },
            "one more" => listed with { Assets = [first, second, first with { Name = Mac }] },
            "one less" => listed with { Assets = [first] },
            "one not asked for" => listed with { Assets = [first], Excluded = [Musl] },
            "another release" => listed with { Tag = "v1.5.0", Version = "1.5.0", Assets = [first with { Sha256 = s_other }] },
            "another build" => listed with { Tag = "v1.4.0+build.6", Version = "1.4.0+build.6" },
            "another repository" => listed with { Repository = "other/name" },
            "sample" => listed with { Sample = true, Assets = [first with { Sha256 = s_other }, second] },
            _ => listed,
        };
    }
}
