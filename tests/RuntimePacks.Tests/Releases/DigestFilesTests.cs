using System.Security.Cryptography;
using System.Text;
using RuntimePacks.Definition;
using RuntimePacks.Releases;
using Testing.GitHub;

namespace RuntimePacks.Tests.Releases;

/// <summary>The digests that a project publishes beside its assets, in the forms that tools give them.</summary>
public sealed class DigestFilesTests : IDisposable
{
    private const string Asset = GitHubLab.Linux, Tag = "slim-bindings-v1.4.0";
    private static readonly byte[] s_content = "the library"u8.ToArray();
    private static readonly string s_digest = Convert.ToHexStringLower(SHA256.HashData(s_content));
    private static readonly string s_other = new('0', 64);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The file's name and text; D is the asset's digest, N its name, 0 another digest.</summary>
    [Theory]
    [InlineData("SHA256SUMS", "0  other.zip\nD  N\n")]
    [InlineData("SHA256SUMS", "D *N\r\n0 *other.zip\r\n")]
    [InlineData("SHA256SUMS", "D  ./dist/N\n")]
    [InlineData("SHA256SUMS", "D  dist\\N\n")]
    [InlineData("SHA256SUMS", "SHA256 (N) = D\n")]
    [InlineData("SHA256SUMS", "# made by hand\n\nD  N\nD  N\n")]
    [InlineData("SHA256SUMS", "\uFEFFD  N\n")]
    [InlineData("{asset}.sha256", "D\n")]
    [InlineData("{asset}.sha256", "D  N")]
    [InlineData("{asset}.sha256", "SHA256 hash of N:\r\nD\r\nCertUtil: -hashfile command completed successfully.\r\n")]
    [InlineData("slim-{version}-{tag}.txt", "D  N\n")]
    public async Task A_digest_is_found_in_what_tools_write(string file, string text)
    {
        var release = await FetchAsync(file, text);
        var asset = Assert.Single(release.Assets);
        Assert.Equal((s_digest, Name(file)), (asset.Sha256, asset.ConfirmedBy));
        Assert.Equal(Name(file), asset.Pin().ConfirmedBy);
    }

    [Theory]
    [InlineData("SHA256SUMS", "0  N\n", "is not the file that SHA256SUMS speaks of: expected sha256:000", "ask upstream")]
    [InlineData("SHA256SUMS", "D  other.zip\n", "SHA256SUMS has no SHA-256 digest of", "64 hexadecimal digits and that name")]
    [InlineData("SHA256SUMS", "D\n", "SHA256SUMS has no SHA-256 digest of")]
    [InlineData("SHA256SUMS", "D  Nx\nD  xN\n", "SHA256SUMS has no SHA-256 digest of")]
    [InlineData("SHA256SUMS", "D0  N\n", "SHA256SUMS has no SHA-256 digest of")]
    [InlineData("SHA256SUMS", "D  N\n0  N\n", "SHA256SUMS has 2 digests of", "which differ")]
    [InlineData("{asset}.sha256", "", "has no SHA-256 digest of")]
    public async Task A_file_that_says_something_else_or_nothing_is_an_error(string file, string text, params string[] words)
    {
        var error = await Assert.ThrowsAsync<RuntimePacksException>(() => FetchAsync(file, text));
        Assert.All(words.Append(Asset), word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error()
    {
        File.WriteAllBytes(_folder[Asset], s_content);
        var error = await Assert.ThrowsAsync<RuntimePacksException>(() => FetchAsync(DefinitionOf("SHA256SUMS", "{asset}.sha256")));
        Assert.Contains($"has no SHA256SUMS and no {Asset}.sha256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_in_the_place_of_a_file_of_digests_is_not_read()
    {
        var error = await Assert.ThrowsAsync<RuntimePacksException>(() => FetchAsync("SHA256SUMS", new string('x', 1_000_001)));
        Assert.Contains("SHA256SUMS is no file of digests: it has 1.0 MB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_GitHub_the_file_is_fetched_with_the_assets(bool right)
    {
        await using var lab = await GitHubLab.StartAsync();
        lab.Definition = DefinitionOf("SHA256SUMS");
        var release = lab.Server.Add(GitHubLab.Repository).Publish(Tag);
        PublishedRepository.Attach(release, Asset, s_content).Digest = null;
        PublishedRepository.Attach(release, "SHA256SUMS", Encoding.UTF8.GetBytes($"{(right ? s_digest : s_other)}  {Asset}\n"));
        var fetched = await lab.FetchAsync();
        var digests = new DigestFiles(lab.Definition, fetched.Tag, fetched.Version);
        var confirm = () => digests.ConfirmAsync(
            fetched, asset => lab.Cache.PathOf(asset.Sha256, asset.Name), TestContext.Current.CancellationToken);
        if (right) Assert.Equal("SHA256SUMS", Assert.Single((await confirm()).Assets).ConfirmedBy);
        else await GitHubLab.RefusedAsync(confirm, Asset, $"expected sha256:{s_other}, found sha256:{s_digest}");
    }

    [Fact]
    public async Task On_GitHub_a_release_without_the_file_is_not_whole()
    {
        var (lab, _) = await GitHubLab.WithOneAssetAsync(size: 1);
        await using var disposed = lab;
        lab.Definition = DefinitionOf("SHA256SUMS");
        await GitHubLab.RefusedAsync(() => lab.ListAsync("1.4.0"), "has no SHA256SUMS", "look again later");
    }

    private static string Name(string file) => file.Replace("{asset}", Asset, StringComparison.Ordinal)
        .Replace("{version}", "1.4.0", StringComparison.Ordinal).Replace("{tag}", Tag, StringComparison.Ordinal);

    private static PackDefinition DefinitionOf(params string[] files) =>
        PackDefinition.Load(Repository.PathOf("packaging", "slim.json")) with { DigestFiles = files };

    private Task<ListedRelease> FetchAsync(string file, string text)
    {
        File.WriteAllBytes(_folder[Asset], s_content);
        File.WriteAllText(
            _folder[Name(file)], text.Replace("D", s_digest, StringComparison.Ordinal).Replace("N", Asset, StringComparison.Ordinal)
                .Replace("0  ", s_other + "  ", StringComparison.Ordinal).Replace("0 *", s_other + " *", StringComparison.Ordinal));
        return FetchAsync(DefinitionOf(file));
    }

    private Task<ListedRelease> FetchAsync(PackDefinition definition)
    {
        var folder = new ReleaseFolder(_folder.Path, definition);
        return folder.HashAsync(folder.List(Tag, new AssetSelection(definition, rids: null), pinned: null), TestContext.Current.CancellationToken);
    }
}
