using RuntimePacks.Tools;
using Testing;

namespace Samples.Tests;

public sealed class ReleaseTests(BuiltRelease built)
{
    [Fact]
    public async Task The_release_is_nine_zips_with_the_sizes_and_digests_that_it_names()
    {
        string[] zips = [.. Directory.GetFiles(built.Folder, "*.zip").Order(StringComparer.Ordinal)];
        Assert.Equal(BuiltRelease.Targets.Select(target => target.Zip).Order(StringComparer.Ordinal), zips.Select(Path.GetFileName));
        Assert.Equal(zips.Select(Path.GetFileName), built.Release.Assets.Select(asset => asset.Name));
        Assert.Equal(zips.Select(zip => new FileInfo(zip).Length), built.Release.Assets.Select(asset => asset.Size!.Value));

        string sums = await new Command("sha256sum", zips).OutputAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            sums.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => "sha256:" + line.Split(' ')[0]),
            built.Release.Assets.Select(asset => asset.Digest));
        Assert.Matches("^[0-9a-f]{40}$", built.Release.Commit);
        Assert.True(built.Release.Sample);
    }

    [Theory]
    [MemberData(nameof(BuiltRelease.Triples), MemberType = typeof(BuiltRelease))]
    public async Task A_zip_holds_the_static_library_and_what_the_same_build_left_beside_it(string triple)
    {
        var target = BuiltRelease.Target(triple);
        List<string> expected = [target.StaticLibrary, target.SharedLibrary, target.Stem + ".d"];
        if (target.IsWindows) expected.Add(target.ImportLibrary);
        if (target.IsMsvc) expected.Add(target.Stem + ".pdb");
        Assert.Equal(
            expected.Order(StringComparer.Ordinal), await built.LinesAsync("unzip", "-Z1", Path.Combine(built.Folder, target.Zip)));
    }

    [Fact]
    public async Task A_second_build_reuses_everything()
    {
        var before = Directory.GetFiles(built.Folder).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        List<string> said = [];
        var again = await SampleRelease.BuildAsync(
            SampleSources.Of(Repository.Root), built.Folder, Path.Combine(built.Scratch, "cache"), built.Tools, new LineLog(said.Add), TestContext.Current.CancellationToken);

        Assert.Contains("up to date", Assert.Single(said));
        Assert.Equal(built.Release.Assets, again.Assets);
        Assert.Equal(before, Directory.GetFiles(built.Folder).ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    private static readonly string[] s_folders = ["slim-bindings", "slim-bindings-c", "Release"];

    [Fact]
    public async Task A_changed_source_or_a_missing_zip_makes_the_release_stale()
    {
        string copied = Path.Combine(built.Scratch, "changed");
        string[] files =
        [
            Path.Combine("packaging", "slim.json"),
            .. s_folders.SelectMany(
                folder => Directory.GetFiles(Path.Combine(BuiltRelease.Sources, folder), "*", SearchOption.AllDirectories))
                .Append(Path.Combine(BuiltRelease.Sources, "exports.txt")).Select(file => Path.GetRelativePath(Repository.Root, file)),
        ];
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copied, file))!);
            File.Copy(Repository.PathOf(file), Path.Combine(copied, file));
        }

        // The definition names them, and must find them.
        foreach (string app in (string[])["App", "Contract"])
        {
            Directory.CreateDirectory(Path.Combine(copied, "samples", app));
            File.Copy(Repository.PathOf("samples", app, "smoke.c"), Path.Combine(copied, "samples", app, "smoke.c"));
        }

        Directory.CreateDirectory(Path.Combine(copied, "samples", "tally"));
        File.Copy(Repository.PathOf("samples", "tally", "tally.json"), Path.Combine(copied, "samples", "tally", "tally.json"));

        var sources = SampleSources.Of(copied);
        var stop = TestContext.Current.CancellationToken;
        Assert.NotNull(await SampleRelease.FindAsync(sources, built.Folder, built.Tools, stop));

        string partial = Directory.CreateDirectory(Path.Combine(built.Scratch, "partial")).FullName;
        foreach (string file in (string[])[".key", RuntimePacks.Releases.ReleaseManifest.FileName])
        {
            File.Copy(Path.Combine(built.Folder, file), Path.Combine(partial, file));
        }

        Assert.Null(await SampleRelease.FindAsync(sources, partial, built.Tools, stop));

        await File.AppendAllTextAsync(Path.Combine(copied, "samples", "slim-bindings", "src", "maths.rs"), "// changed\n", stop);
        Assert.Null(await SampleRelease.FindAsync(sources, built.Folder, built.Tools, stop));
    }
}
