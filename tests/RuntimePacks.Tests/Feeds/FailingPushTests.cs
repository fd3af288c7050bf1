using System.Collections.Concurrent;
using Testing.Feeds;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using RuntimePacks.Feeds;
using RuntimePacks.Network;

namespace RuntimePacks.Tests.Feeds;

/// <summary>
/// What networks and servers do to a push: the feed ends up with every package once, or says why not and has no last one.
/// </summary>
public sealed class FailingPushTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task A_passing_failure_in_the_middle_of_the_set_is_tried_again(int status)
    {
        await using var lab = await PushTests.ReadyAsync();
        var failed = new ConcurrentDictionary<string, bool>();
        lab.Server.PushFault = (package, context) =>
        {
            if (lab.Server.Packages.Count < 3 || !failed.TryAdd(package.Id, true)) return Task.FromResult(false);
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        };

        await lab.PushAsync();

        await CompleteAsync(lab);
        Assert.NotEmpty(failed);
    }

    [Fact]
    public async Task A_connection_that_is_cut_at_half_of_an_upload_is_made_again()
    {
        await using var lab = await PushTests.ReadyAsync();
        await SmallPackages.WriteAsync(lab.PackagesFolder, size: 600_000);
        var cuts = 0;
        lab.Server.Fault = async context =>
        {
            if (context.Request.Method != "PUT" || Interlocked.Increment(ref cuts) % 2 == 0) return false;
            await context.Request.ReadUpToAsync(300_000);
            context.Cut();
            return true;
        };

        await lab.PushAsync();

        await CompleteAsync(lab);
        Assert.True(cuts >= 18);
    }

    [Fact]
    public async Task A_server_that_stops_reading_is_not_waited_for_without_end()
    {
        await using var lab = await PushTests.ReadyAsync();
        await SmallPackages.WriteAsync(lab.PackagesFolder, size: 8_000_000);
        var stopped = 0;
        lab.Server.Fault = async context =>
        {
            if (context.Request.Method != "PUT" || Interlocked.Increment(ref stopped) > 1) return false;
            await context.Request.ReadUpToAsync(100_000);
            await Task.Delay(TimeSpan.FromSeconds(100), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };

        await lab.PushAsync(patience: lab.Patience with { Network = lab.Patience.Network with { IdleLimit = TimeSpan.FromSeconds(1) } });

        await CompleteAsync(lab);
        Assert.Contains(lab.Said, line => line.Contains("the server took nothing more, or did not answer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_push_that_is_sent_elsewhere_stays_here_and_so_does_the_key(int status)
    {
        await using var lab = await PushTests.ReadyAsync();
        await using var elsewhere = await FeedServer.StartAsync();
        lab.Server.Fault = context =>
        {
            if (context.Request.Method != "PUT") return Task.FromResult(false);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = new Uri(new Uri(elsewhere.Index), "/api/v2/package").AbsoluteUri;
            return Task.FromResult(true);
        };

        await lab.RefusedAsync(() => lab.PushAsync(), $"answers {status}", elsewhere.Index.Split('/')[2], "refused", "--feed");

        Assert.Empty(elsewhere.Seen);
        Assert.Empty(lab.Server.Packages);
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_feed_took_the_package_does_no_harm()
    {
        await using var lab = await PushTests.ReadyAsync();
        lab.Server.Accepted = (_, context) =>
        {
            context.Cut();
            return Task.CompletedTask;
        };

        await lab.PushAsync();

        await CompleteAsync(lab);
        Assert.Equal(9, lab.Server.Pushes.Count(push => push.Status == 409)); // each tried again, and each there already
    }

    [Theory]
    [InlineData(401, "the key in NUGET_API_KEY is wrong or has expired")]
    [InlineData(403, "the key in NUGET_API_KEY may not push runtime.")]
    [InlineData(413, "the package has 0.0", "more than the feed, or a proxy before it, takes")]
    [InlineData(400, "400 BadRequest")]
    public async Task A_refusal_is_final_and_says_what_is_there(int status, params string[] words)
    {
        await using var lab = await PushTests.ReadyAsync();
        lab.Server.PushFault = (package, context) =>
        {
            if (lab.Server.Packages.Count < 2) return Task.FromResult(false);
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        };

        await lab.RefusedAsync(
            () => lab.PushAsync(),
            [
                lab.Server.Index, $"answers {status} ", .. words, " of 9 packages are on the feed (runtime.",
                "Slim.Native is not among them", "run again, goes on from there",
            ]);

        Assert.DoesNotContain(lab.Said, line => line.Contains("trying again", StringComparison.Ordinal));
        Assert.InRange(lab.Server.Pushes.Count(push => push.Status == status), 1, 4); // those that were under way
        Assert.DoesNotContain(lab.Server.Packages, package => package.Id == SmallPackages.Meta);

        lab.Server.PushFault = (_, _) => Task.FromResult(false);
        await lab.PushAsync();
        await CompleteAsync(lab);
        Assert.Equal(9, lab.Server.Pushes.Count(push => push.Status == 201));
    }

    [Fact]
    public async Task Without_a_key_it_says_that_one_is_missing()
    {
        await using var lab = await PushTests.ReadyAsync();
        var package = await PackageToPush.ReadAsync(
            Path.Combine(lab.PackagesFolder, "Slim.Native.1.4.0.nupkg"), TestContext.Current.CancellationToken);
        await lab.RefusedAsync(
            () => lab.Open().AddAsync(package, null, new Transfer("", package.Size)), "answers 401 Unauthorized",
            "set NUGET_API_KEY to a key that may push Slim.Native");
    }

    [Fact]
    public async Task A_refusal_costs_no_upload()
    {
        await using var lab = await PushTests.ReadyAsync();
        await SmallPackages.WriteAsync(lab.PackagesFolder, size: 4_000_000);
        lab.Server.Fault = context =>
        {
            if (context.Request.Method != "PUT") return Task.FromResult(false);
            context.Response.StatusCode = 403;
            return Task.FromResult(true);
        };
        var package = await PackageToPush.ReadAsync(
            Path.Combine(lab.PackagesFolder, "runtime.linux-x64.Slim.Native.1.4.0.nupkg"), TestContext.Current.CancellationToken);
        var transfer = new Transfer("", package.Size);

        await lab.RefusedAsync(() => lab.Open().AddAsync(package, FeedKey.FromEnvironment(), transfer), "answers 403 Forbidden");

        Assert.Equal(0, transfer.Received);
    }

    [Fact]
    public async Task A_key_that_the_server_sends_back_is_struck_out()
    {
        await using var lab = await PushTests.ReadyAsync();
        lab.Server.PushFault = (_, context) =>
        {
            context.Response.StatusCode = 403;
            context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = $"The key {Secret.Key} has expired";
            return Task.FromResult(true);
        };

        await lab.RefusedAsync(() => lab.PushAsync(), "(\"The key *** has expired\")");
    }

    [Fact]
    public async Task A_version_that_the_feed_says_it_has_and_never_shows_was_deleted()
    {
        await using var lab = await PushTests.ReadyAsync();
        lab.Server.PushFault = (_, context) =>
        {
            context.Response.StatusCode = 409;
            return Task.FromResult(true);
        };

        await lab.RefusedAsync(
            () => lab.PushAsync(patience: lab.Patience with { ShowLimit = TimeSpan.FromMilliseconds(200) }), "does not show them", "deleted");
        Assert.Empty(lab.Server.Packages);
    }

    [Fact]
    public async Task Somebody_who_pushes_other_content_at_the_same_time_is_noticed()
    {
        await using var lab = await PushTests.ReadyAsync();
        await SmallPackages.WriteAsync(Path.Combine(lab.Folder, "theirs"), seed: 77);
        lab.Server.PushFault = async (package, _) =>
        {
            if (package.Id != "runtime.osx-x64.Slim.Native") return false;
            var theirs = await File.ReadAllBytesAsync(Path.Combine(lab.Folder, "theirs", $"{package.Id}.1.4.0.nupkg"));
            lab.Server.Store(StoredPackage.Read(theirs, TimeSpan.Zero));
            return false;
        };

        await lab.RefusedAsync(
            () => lab.PushAsync(), "other content under the same version: runtime.osx-x64.Slim.Native 1.4.0 (", "somebody else pushed it",
            "Slim.Native is not among them");
        Assert.DoesNotContain(lab.Server.Packages, package => package.Id == SmallPackages.Meta);
    }

    [Fact]
    public async Task A_feed_that_damages_a_package_is_noticed()
    {
        await using var lab = await PushTests.ReadyAsync();
        lab.Server.Fault = async context =>
        {
            if (!$"{context.Request.Path}".EndsWith("win-x64.slim.native.1.4.0.nupkg", StringComparison.Ordinal)) return false;
            var stored = lab.Server.Packages.FirstOrDefault(package => package.Id.Contains("win-x64", StringComparison.Ordinal));
            if (stored is null) return false;
            await context.Response.Body.WriteAsync(stored.Bytes.AsMemory(0, stored.Bytes.Length / 2));
            return true;
        };

        await lab.RefusedAsync(() => lab.PushAsync(), "runtime.win-x64.Slim.Native 1.4.0 (it is damaged)", "Slim.Native is not among them");
    }

    [Fact]
    public async Task Credentials_and_a_key_together()
    {
        await using var lab = await PushTests.ReadyAsync();
        lab.Server.Credentials = ("somebody", Secret.Password);
        lab.Configure(credentials: true);

        await lab.PushAsync("loopback");

        await CompleteAsync(lab);
        Assert.Equal(9, lab.Server.Pushes.Count);
    }

    /// <summary>The feed has every package, whole, and accepted each once.</summary>
    private static async Task CompleteAsync(FeedLab lab)
    {
        Assert.Equal(9, lab.Server.Packages.Count);
        Assert.Equal(SmallPackages.Meta, lab.Server.Packages[^1].Id);
        foreach (var package in lab.Server.Packages)
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(lab.PackagesFolder, $"{package.Id}.1.4.0.nupkg")), package.Bytes);
        }
        Assert.All(lab.Server.Pushes.Where(push => push.Status == 201).GroupBy(push => push.Package), accepted => Assert.Single(accepted));
        Assert.All(lab.Record.Read().Packages, package => Assert.True(package.State is PushState.Pushed or PushState.Present));
    }
}
