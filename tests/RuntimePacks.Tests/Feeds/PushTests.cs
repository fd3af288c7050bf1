using System.Collections.Concurrent;
using System.IO.Compression;
using Testing.Feeds;
using RuntimePacks.Feeds;

namespace RuntimePacks.Tests.Feeds;

/// <summary>What a push leaves on a feed.</summary>
public sealed class PushTests
{
    private static readonly string[] Ids = [.. SmallPackages.Rids.Select(rid => $"runtime.{rid}.{SmallPackages.Meta}"), SmallPackages.Meta];

    [Fact]
    public async Task The_package_that_picks_among_the_others_goes_last()
    {
        await using var lab = await ReadyAsync();

        var record = await lab.PushAsync();

        Assert.All(record.Packages, package => Assert.Equal(PushState.Pushed, package.State));
        Assert.Equal(Ids.Order(StringComparer.Ordinal), lab.Server.Packages.Select(package => package.Id).Order(StringComparer.Ordinal));
        Assert.Equal(SmallPackages.Meta, lab.Server.Packages[^1].Id);
        Assert.All(
            lab.Server.Packages,
            package => Assert.Equal(File.ReadAllBytes(Path.Combine(lab.PackagesFolder, $"{package.Id}.1.4.0.nupkg")), package.Bytes));
        Assert.All(lab.Server.Seen, seen => Assert.Equal(seen.Method == "PUT" ? Secret.Key : null, seen.Key));
        Assert.Equal(record.Packages, lab.Record.Read().Packages);
        Assert.Empty(Directory.GetFiles(Path.Combine(lab.Folder, "output", "push")));
    }

    [Fact]
    public async Task What_is_there_with_the_same_content_is_left_alone()
    {
        await using var lab = await ReadyAsync();
        await lab.PushAsync();

        var again = await lab.PushAsync();

        Assert.All(again.Packages, package => Assert.Equal(PushState.Present, package.State));
        Assert.Equal(9, lab.Server.Pushes.Count);
    }

    [Fact]
    public async Task A_signature_that_the_feed_added_is_no_other_content()
    {
        await using var lab = await ReadyAsync();
        foreach (var id in Ids) lab.Server.Store(StoredPackage.Read(With(lab, id, ".signature.p7s"), TimeSpan.Zero));

        var record = await lab.PushAsync();

        Assert.All(record.Packages, package => Assert.Equal(PushState.Present, package.State));
        Assert.Empty(lab.Server.Pushes);
    }

    [Theory]
    [InlineData("runtime.osx-x64.Slim.Native", "readme.txt", "it has readme.txt too")]
    [InlineData("Slim.Native", "runtime.json", "runtime.json is different")]
    [InlineData("runtime.linux-arm64.Slim.Native", "-lib/netstandard2.0/_._", "lib/netstandard2.0/_._ is missing")]
    public async Task Other_content_under_the_same_version_ends_it_before_anything_is_pushed(string id, string change, string difference)
    {
        await using var lab = await ReadyAsync();
        lab.Server.Store(StoredPackage.Read(With(lab, id, change), TimeSpan.Zero));

        await lab.RefusedAsync(
            () => lab.PushAsync(), lab.Server.Index, $"{id} 1.4.0 ({difference})", "nothing was pushed", "--package-version");
        await lab.RefusedAsync(() => lab.PushAsync(planned: true), $"{id} 1.4.0 ({difference})");

        Assert.Empty(lab.Server.Pushes);
    }

    [Fact]
    public async Task A_plan_says_what_would_be_done_and_does_nothing()
    {
        await using var lab = await ReadyAsync();
        lab.Server.Store(
            StoredPackage.Read(
                await File.ReadAllBytesAsync(
                    Path.Combine(lab.PackagesFolder, $"{Ids[0]}.1.4.0.nupkg"), TestContext.Current.CancellationToken),
                TimeSpan.Zero));

        var plan = await lab.PushAsync(planned: true);

        Assert.All(plan.Packages, package => Assert.Equal(package.Id == Ids[0] ? PushState.Present : PushState.Missing, package.State));
        Assert.DoesNotContain(lab.Server.Seen, seen => seen.Method != "GET");
        Assert.Null(lab.Record.Earlier());
    }

    [Fact]
    public async Task A_feed_that_shows_packages_later_gets_the_last_one_when_it_shows_all_others()
    {
        await using var lab = await ReadyAsync();
        lab.Server.ShowAfter = TimeSpan.FromSeconds(3);
        var hidden = new ConcurrentBag<int>();
        lab.Server.PushFault = (package, _) =>
        {
            if (package.Id == SmallPackages.Meta) hidden.Add(8 - lab.Server.Packages.Count(there => there.IsShown));
            return Task.FromResult(false);
        };

        var record = await lab.PushAsync();

        Assert.Equal([0], hidden);
        Assert.All(record.Packages, package => Assert.Equal(PushState.Pushed, package.State));
        Assert.All(lab.Server.Packages, package => Assert.True(package.IsShown));
        Assert.Contains(lab.Said, line => line.StartsWith("waiting until the feed shows runtime.", StringComparison.Ordinal));
        Assert.Equal(9, lab.Server.Pushes.Count);
    }

    [Fact]
    public async Task What_a_feed_took_and_does_not_show_yet_is_not_pushed_again_by_the_next_run()
    {
        await using var lab = await ReadyAsync();
        lab.Server.ShowAfter = TimeSpan.FromSeconds(8);
        using var cancel = new CancellationTokenSource();
        lab.Server.Fault = context =>
        {
            if (lab.Server.Pushes.Count == 8) cancel.CancelAfter(100);
            return Task.FromResult(false);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.PushAsync(cancellation: cancel.Token));
        Assert.DoesNotContain(lab.Server.Packages, package => package.IsShown);

        await lab.PushAsync();

        Assert.Equal(9, lab.Server.Pushes.Count);
        Assert.All(lab.Server.Pushes, push => Assert.Equal(201, push.Status));
    }

    [Fact]
    public async Task A_feed_that_never_shows_a_package_never_gets_the_last_one()
    {
        await using var lab = await ReadyAsync();
        lab.Server.ShowAfter = TimeSpan.FromHours(1);
        var hasty = lab.Patience with { ShowLimit = TimeSpan.FromMilliseconds(300) };

        await lab.RefusedAsync(
            () => lab.PushAsync(patience: hasty), lab.Server.Index, "took runtime.", "does not show them",
            "0 of 9 packages are on the feed", "Slim.Native is not among them");

        Assert.DoesNotContain(lab.Server.Packages, package => package.Id == SmallPackages.Meta);
    }

    [Theory]
    [InlineData("./folder", false)]
    [InlineData("./flat", true)]
    public async Task A_folder_is_a_feed_in_the_layout_that_it_has(string feed, bool flat)
    {
        await using var lab = await ReadyAsync();
        var folder = Path.Combine(lab.Folder, feed);
        if (flat)
        {
            var other = Path.Combine(Directory.CreateDirectory(folder).FullName, "runtime.linux-x64.Slim.Native.1.3.0.nupkg");
            await SmallPackages.WriteAsync(Path.Combine(lab.Folder, "old"), "1.3.0");
            File.Copy(Path.Combine(lab.Folder, "old", Path.GetFileName(other)), other);
        }

        await lab.PushAsync(feed);
        var times = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        var again = await lab.PushAsync(feed);

        Assert.All(again.Packages, package => Assert.Equal(PushState.Present, package.State));
        Assert.Equal(
            times, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc));
        var expected = flat
            ? Ids.Select(id => $"{id}.1.4.0.nupkg").Append("runtime.linux-x64.Slim.Native.1.3.0.nupkg")
            : Ids.Select(id => id.ToLowerInvariant());
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (flat) return;
        Assert.Equal(
            [".nupkg.metadata", "slim.native.1.4.0.nupkg", "slim.native.1.4.0.nupkg.sha512", "slim.native.nuspec"],
            Directory.GetFiles(Path.Combine(folder, "slim.native", "1.4.0")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await SmallPackages.WriteAsync(lab.PackagesFolder, seed: 100);
        await lab.RefusedAsync(() => lab.PushAsync(feed), "nothing was pushed", "Slim.Native 1.4.0 (Slim.Native.nuspec is different)");
    }

    [Fact]
    public async Task A_package_that_something_else_left_unfinished_in_a_folder_is_named()
    {
        await using var lab = await ReadyAsync();
        var unfinished = Directory.CreateDirectory(Path.Combine(lab.Folder, "feed", "runtime.osx-x64.slim.native", "1.4.0")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(unfinished, "runtime.osx-x64.slim.native.1.4.0.nupkg"), "half", TestContext.Current.CancellationToken);

        await lab.RefusedAsync(
            () => lab.PushAsync("./feed"), unfinished, "holds no whole package", "delete it", "Slim.Native is not among them");

        Directory.Delete(unfinished, recursive: true);
        await lab.PushAsync("./feed");
    }

    [Fact]
    public async Task The_sample_goes_to_this_machine_alone()
    {
        await using var lab = await FeedLab.StartAsync();
        await lab.RefusedAsync(
            () => Task.Run(() => Publication.RefuseSample(lab.Open("https://feed.example/index.json"))),
            "the sample is never for publishing", "https://feed.example/index.json");
        Publication.RefuseSample(lab.Open());
        Publication.RefuseSample(lab.Open("./feed"));
    }

    internal static async Task<FeedLab> ReadyAsync()
    {
        var lab = await FeedLab.StartAsync();
        lab.Server.Key = Secret.Key;
        await SmallPackages.WriteAsync(lab.PackagesFolder);
        return lab;
    }

    /// <summary>A package of the folder with one entry written, or taken out ("-" before its name).</summary>
    private static byte[] With(FeedLab lab, string id, string change)
    {
        using var bytes = new MemoryStream();
        bytes.Write(File.ReadAllBytes(Path.Combine(lab.PackagesFolder, $"{id}.1.4.0.nupkg")));
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(change.TrimStart('-'))?.Delete();
            if (change[0] != '-')
            {
                using var entry = zip.CreateEntry(change).Open();
                entry.Write("{ }"u8);
            }
        }

        return bytes.ToArray();
    }
}
