using Testing.Feeds;
using Microsoft.AspNetCore.Http;
using NuGet.Versioning;
using RuntimePacks.Feeds;

namespace RuntimePacks.Tests.Feeds;

/// <summary>What a feed is, and reading it.</summary>
public sealed class FeedTests
{
    private const string Id = "runtime.linux-x64.Slim.Native";

    private static readonly NuGetVersion Version = NuGetVersion.Parse("1.4.0");

    [Fact]
    public async Task A_feed_is_an_address_or_a_name_in_NuGet_config_or_a_folder()
    {
        await using var lab = await FeedLab.StartAsync();
        Directory.CreateDirectory(Path.Combine(lab.Folder, "there"));

        Assert.Equal(lab.Server.Index, lab.Open().Name);
        Assert.Equal(lab.Server.Index, lab.Open("Loopback").Name);
        Assert.Equal(Path.Combine(lab.Folder, "there"), lab.Open("there").Name);
        Assert.Equal(Path.Combine(lab.Folder, "new"), lab.Open("./new").Name);
        Assert.False(lab.Open().IsPublic);
        Assert.False(lab.Open("there").IsPublic);
        Assert.True(lab.Open("https://feed.example/v3/index.json").IsPublic);
    }

    [Theory]
    [InlineData("lopback", "there is no feed 'lopback'", "(loopback)", "./lopback for a new one")]
    [InlineData("http://feed.example/v3/index.json", "http://feed.example/v3/index.json is not encrypted", "allowInsecureConnections")]
    [InlineData("https://me:secret@feed.example/v3/index.json", "feed.example", "keep them in NuGet.config")]
    [InlineData("ftp://feed.example/", "'ftp://feed.example/' is no feed")]
    public async Task What_is_no_feed_is_refused(string feed, params string[] words)
    {
        await using var lab = await FeedLab.StartAsync();
        var e = await lab.RefusedAsync(() => Task.FromResult(lab.Open(feed)), words);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("./folder")]
    [InlineData("./flat")]
    public async Task It_lists_versions_and_gives_packages(string kind)
    {
        await using var lab = await FeedLab.StartAsync();
        foreach (var version in new[] { "1.10.0", "1.4.0", "1.4.1-rc.1" }) await SmallPackages.WriteAsync(lab.PackagesFolder, version);
        await FillAsync(lab, kind);
        var feed = lab.Open(kind == "server" ? null : kind);

        Assert.Equal(
            ["1.4.0", "1.4.1-rc.1", "1.10.0"],
            (await feed.VersionsAsync(Id, TestContext.Current.CancellationToken)).Select(version => $"{version}"));
        Assert.Empty(await feed.VersionsAsync("Nobody.Has.This", TestContext.Current.CancellationToken));
        Assert.True(await feed.HasAsync(Id.ToUpperInvariant(), Version, TestContext.Current.CancellationToken));
        Assert.False(await feed.HasAsync(Id, NuGetVersion.Parse("1.4.1"), TestContext.Current.CancellationToken));
        Assert.False(await feed.DownloadAsync(Id, NuGetVersion.Parse("1.4.1"), new MemoryStream(), TestContext.Current.CancellationToken));

        var copy = Path.Combine(lab.Folder, "copy.nupkg");
        await feed.DownloadAsync(Id, Version, copy, TestContext.Current.CancellationToken);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(lab.PackagesFolder, $"{Id}.1.4.0.nupkg"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(copy, TestContext.Current.CancellationToken));
        await lab.RefusedAsync(() => feed.DownloadAsync(Id, NuGetVersion.Parse("1.4.1"), copy + "2"), "has no", $"{Id} 1.4.1");
        Assert.Equal(["copy.nupkg"], Directory.GetFiles(lab.Folder, "copy*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_connection_that_is_cut_at_half_is_made_again()
    {
        var (lab, bytes) = await WithOnePackageAsync();
        await using var _ = lab;
        var cuts = 0;
        lab.Server.Fault = async context =>
        {
            if (!$"{context.Request.Path}".EndsWith(".nupkg", StringComparison.Ordinal) || Interlocked.Increment(ref cuts) > 2)
            {
                return false;
            }

            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await context.Response.Body.FlushAsync();
            context.Cut();
            return true;
        };

        using var copy = new MemoryStream();
        Assert.True(await lab.Open().DownloadAsync(Id, Version, copy, TestContext.Current.CancellationToken));
        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal(
            2,
            lab.Said.Count(
                line => line.StartsWith($"{Id} 1.4.0: {lab.Server.Index}: ", StringComparison.Ordinal)
                    && line.Contains("; trying again in ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task What_passes_is_waited_out(int status)
    {
        var (lab, bytes) = await WithOnePackageAsync();
        await using var _ = lab;
        var faults = 0;
        lab.Server.Fault = context =>
        {
            if (Interlocked.Increment(ref faults) % 2 == 0) return Task.FromResult(false);
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "0";
            return Task.FromResult(true);
        };

        using var copy = new MemoryStream();
        Assert.True(await lab.Open().DownloadAsync(Id, Version, copy, TestContext.Current.CancellationToken));
        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public async Task A_server_that_stays_down_or_silent_is_given_up()
    {
        var (lab, _) = await WithOnePackageAsync();
        await using var __ = lab;
        lab.Server.Fault = async context =>
        {
            await Task.Delay(TimeSpan.FromSeconds(60), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        var hasty = lab.Patience with { Network = lab.Patience.Network with { Attempts = 2, IdleLimit = TimeSpan.FromMilliseconds(300) } };
        await lab.RefusedAsync(
            () => PackageFeed.Open("loopback", lab.Folder, new LineLog(lab.Said.Enqueue), hasty).VersionsAsync(Id), lab.Server.Index,
            "given up after 2 attempts");

        lab.Server.Fault = context =>
        {
            context.Response.StatusCode = 502;
            return Task.FromResult(true);
        };
        await lab.RefusedAsync(() => lab.Open().VersionsAsync(Id), lab.Server.Index, "given up after 6 attempts", "answers 502 BadGateway");
    }

    [Fact]
    public async Task The_credentials_of_NuGet_config_are_used()
    {
        var (lab, _) = await WithOnePackageAsync();
        await using var __ = lab;
        lab.Server.Credentials = ("somebody", Secret.Password);

        await lab.RefusedAsync(
            () => lab.Open("loopback").VersionsAsync(Id), lab.Server.Index, "answers 401 Unauthorized", "dotnet nuget add source");
        Assert.DoesNotContain(lab.Said, line => line.Contains("trying again", StringComparison.Ordinal));
        lab.Configure(credentials: true);
        Assert.True(await lab.Open("loopback").HasAsync(Id, Version, TestContext.Current.CancellationToken));
        Assert.True(
            await lab.Open(lab.Server.Index).HasAsync(
                Id, Version, TestContext.Current.CancellationToken)); // also when the address is given
    }

    [Theory]
    [InlineData("no JSON", "no JSON of a V3 feed")]
    [InlineData("null", "no JSON of a V3 feed")]
    [InlineData("{}", "lists no PackageBaseAddress/3.0.0")]
    [InlineData("""{ "resources": [ { "@id": "https://x/", "@type": ["SearchQueryService"] } ] }""", "lists no PackageBaseAddress/3.0.0")]
    public async Task What_is_no_service_index_is_refused(string text, params string[] words)
    {
        await using var lab = await FeedLab.StartAsync();
        lab.Server.Fault = async context =>
        {
            await context.Response.WriteAsync(text);
            return true;
        };
        await lab.RefusedAsync(() => lab.Open().VersionsAsync(Id), [lab.Server.Index, .. words]);
    }

    [Fact]
    public async Task An_address_with_nothing_behind_it_is_no_feed()
    {
        await using var lab = await FeedLab.StartAsync();
        await lab.RefusedAsync(
            () => lab.Open($"{lab.Server.Root}/elsewhere").VersionsAsync(Id), "/elsewhere answers 404 NotFound",
            "expected the service index of a V3 feed");
    }

    private static async Task<(FeedLab Lab, byte[] Bytes)> WithOnePackageAsync()
    {
        var lab = await FeedLab.StartAsync();
        await SmallPackages.WriteAsync(lab.PackagesFolder, size: 400_000);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(lab.PackagesFolder, $"{Id}.1.4.0.nupkg"));
        lab.Server.Store(StoredPackage.Read(bytes, TimeSpan.Zero));
        return (lab, bytes);
    }

    private static async Task FillAsync(FeedLab lab, string kind)
    {
        foreach (var path in Directory.GetFiles(lab.PackagesFolder))
        {
            if (kind == "server")
            {
                lab.Server.Store(StoredPackage.Read(await File.ReadAllBytesAsync(path), TimeSpan.Zero));
            }
            else if (kind == "./flat")
            {
                File.Copy(path, Path.Combine(Directory.CreateDirectory(Path.Combine(lab.Folder, kind)).FullName, Path.GetFileName(path)));
            }
            else
            {
                var package = await PackageToPush.ReadAsync(path);
                Assert.True(await lab.Open(kind).AddAsync(package, null, new RuntimePacks.Network.Transfer("", package.Size)));
            }
        }
    }
}
