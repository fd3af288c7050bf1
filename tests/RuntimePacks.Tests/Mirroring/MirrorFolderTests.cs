using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Mirroring;

namespace RuntimePacks.Tests.Mirroring;

/// <summary>What a run does with a folder that is not as the last run left it.</summary>
public sealed class MirrorFolderTests
{
    private const string Runtime = "packages/runtime.linux-x64.slim.native/1.4.0/runtime.linux-x64.slim.native.1.4.0.nupkg";

    [Fact]
    public async Task Other_content_under_the_same_version_is_refused_before_anything_is_written()
    {
        using var mirror = new SmallMirror { BaseUrl = "https://nuget.example.com" };
        await mirror.AddAsync("1.4.0");
        var before = mirror.Files();
        var error = await Assert.ThrowsAsync<RuntimePacksException>(() => mirror.AddAsync("1.4.0", "another library"));
        Assert.Contains("runtime.linux-x64.Slim.Native 1.4.0 is in", error.Message, StringComparison.Ordinal);
        Assert.Contains("--package-version", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, mirror.Files());
    }

    [Fact]
    public async Task Other_content_is_refused_in_a_folder_that_no_run_finished_too()
    {
        using var mirror = new SmallMirror();
        await mirror.AddAsync("1.4.0");
        File.Delete(mirror.PathOf(Checksums.FileName));
        await Assert.ThrowsAsync<RuntimePacksException>(() => mirror.AddAsync("1.4.0", "another library"));
    }

    [Theory]
    [InlineData(Runtime)]
    [InlineData(Runtime + ".sha512")]
    [InlineData("packages/tool/10.0.1/tool.nuspec")]
    [InlineData("packages/slim.native/index.json")]
    [InlineData("index.json")]
    [InlineData("NuGet.config")]
    [InlineData("releases/slim.native/1.4.0/release.lock.json")]
    [InlineData("SHA512SUMS")]
    public async Task A_file_of_the_release_that_was_damaged_or_lost_is_written_again(string path)
    {
        using var mirror = new SmallMirror { BaseUrl = "https://nuget.example.com" };
        await mirror.AddAsync("1.4.0");
        var before = mirror.Files();

        if (path != Checksums.FileName)
        {
            await File.AppendAllTextAsync(mirror.PathOf(path), "x", TestContext.Current.CancellationToken);
            Assert.Equal([$"damaged: {path}"], await mirror.CheckAsync());
            await mirror.AddAsync("1.4.0");
            Assert.Equal(before, mirror.Files());
        }

        File.Delete(mirror.PathOf(path));
        await mirror.AddAsync("1.4.0");
        Assert.Equal(before, mirror.Files());
        Assert.Empty(await mirror.CheckAsync());
    }

    [Fact]
    public async Task Damage_in_an_earlier_release_is_not_listed_as_right()
    {
        using var mirror = new SmallMirror();
        await mirror.AddAsync("1.4.0");
        await File.AppendAllTextAsync(mirror.PathOf(Runtime), "x", TestContext.Current.CancellationToken);
        await mirror.AddAsync("1.5.0");
        Assert.Equal([$"damaged: {Runtime}"], await mirror.CheckAsync());
    }

    [Fact]
    public async Task A_package_that_somebody_slipped_in_is_neither_listed_nor_shown()
    {
        using var mirror = new SmallMirror { BaseUrl = "https://nuget.example.com" };
        await mirror.AddAsync("1.4.0");
        const string Slipped = "packages/slim.native/1.4.1/slim.native.1.4.1.nupkg";
        Directory.CreateDirectory(Path.GetDirectoryName(mirror.PathOf(Slipped))!);
        File.Copy(mirror.PathOf("packages/slim.native/1.4.0/slim.native.1.4.0.nupkg"), mirror.PathOf(Slipped));
        await mirror.AddAsync("1.5.0");
        Assert.Contains(mirror.Said, line => line.Contains(Slipped, StringComparison.Ordinal));
        Assert.Equal([$"extra: {Slipped}"], await mirror.CheckAsync());
        Assert.DoesNotContain(
            "1.4.1", await File.ReadAllTextAsync(mirror.PathOf("packages/slim.native/index.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_alone()
    {
        using var mirror = new SmallMirror();
        Directory.CreateDirectory(mirror.Root);
        await File.WriteAllTextAsync(mirror.PathOf("thesis.txt"), "", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<RuntimePacksException>(() => mirror.AddAsync("1.4.0"));
        Assert.Contains("thesis.txt", error.Message, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], mirror.Files().Keys);
    }

    [Fact]
    public async Task What_a_killed_run_was_writing_is_removed()
    {
        using var mirror = new SmallMirror();
        await mirror.AddAsync("1.4.0");
        var partial = mirror.PathOf("packages/tool/10.0.1/tool.10.0.1.nupkg.123.partial");
        await File.WriteAllTextAsync(partial, "half", TestContext.Current.CancellationToken);
        await mirror.AddAsync("1.4.0");
        Assert.False(File.Exists(partial));
        Assert.Empty(await mirror.CheckAsync());
    }

    [Fact]
    public async Task Two_runs_never_write_to_one_folder()
    {
        using var mirror = new SmallMirror();
        using var held = MirrorFolder.Open(mirror.Root);
        var error = await Assert.ThrowsAsync<RuntimePacksException>(() => mirror.AddAsync("1.4.0"));
        Assert.Contains("--bundle", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_says_in_README_that_it_is_one()
    {
        using var mirror = new SmallMirror();
        await mirror.AddAsync("1.4.0");
        Assert.DoesNotContain("sample", await File.ReadAllTextAsync(mirror.PathOf("README.md"), TestContext.Current.CancellationToken));
        await mirror.AddAsync("0.0.1", sample: true);
        Assert.Contains("0.0.1 (sample)", await File.ReadAllTextAsync(mirror.PathOf("README.md"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("no digest  README.md")]
    [InlineData("{0}  ../outside")]
    [InlineData("{0}  /etc/passwd")]
    [InlineData("{0} README.md")]
    public async Task Checksums_that_are_none_are_refused_with_the_line(string line)
    {
        using var mirror = new SmallMirror();
        Directory.CreateDirectory(mirror.Root);
        await File.WriteAllTextAsync(
            mirror.PathOf(Checksums.FileName), line.Replace("{0}", new string('a', 128), StringComparison.Ordinal) + "\n",
            TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<RuntimePacksException>(
            () => new MirrorCheck(mirror.Root, NullLogger.Instance).RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains("line 1", error.Message, StringComparison.Ordinal);
    }
}
