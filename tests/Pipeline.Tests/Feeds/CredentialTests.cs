using Testing.Feeds;

namespace Pipeline.Tests.Feeds;

/// <summary>Credentials come from where <c>dotnet</c> has them.</summary>
public sealed class CredentialTests
{
    [Fact]
    public async Task Those_that_dotnet_stored_as_the_page_says()
    {
        await using var lab = await ReadyAsync();
        var page = await File.ReadAllLinesAsync(Repository.PathOf("docs", "publishing.md"), TestContext.Current.CancellationToken);
        var command = Assert.Single(page, line => line.StartsWith("    dotnet nuget add source ", StringComparison.Ordinal))
            .Replace("https://feed.example/v3/index.json", $"{lab.Server.Index} --allow-insecure-connections", StringComparison.Ordinal)
            .Replace(" me ", " somebody ", StringComparison.Ordinal)
            .Replace("PASSWORD", Secret.Password, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(lab.Folder, "nuget.config"), "<configuration />", TestContext.Current.CancellationToken);
        await lab.DotnetAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..], "--configfile", "nuget.config"]);

        await PushProgram.SucceedsAsync(PushProgram.PushAsync(lab, "work"));

        Assert.Equal(9, lab.Server.Packages.Count);
    }

    [Fact]
    public async Task Those_of_a_credential_provider()
    {
        await using var lab = await ReadyAsync();
        var provider = Path.Combine(
            AppContext.BaseDirectory.Replace("Pipeline.Tests", "Pipeline.Tests/Feeds/CredentialProvider", StringComparison.Ordinal),
            "FeedCredentialProvider.dll");
        await PushProgram.RefusesAsync(PushProgram.PushAsync(lab, "loopback"), "answers 401 Unauthorized", "dotnet nuget add source");

        await PushProgram.SucceedsAsync(
            PushProgram.RunAsync(
                lab, new Dictionary<string, string?> { ["NUGET_NETCORE_PLUGIN_PATHS"] = provider, ["FEED_PASSWORD"] = Secret.Password },
                PushProgram.PushArguments(lab, "loopback")));

        Assert.Equal(9, lab.Server.Packages.Count);
    }

    private static async Task<FeedLab> ReadyAsync()
    {
        var lab = await FeedLab.StartAsync();
        lab.Server.Key = Secret.Key;
        lab.Server.Credentials = ("somebody", Secret.Password);
        await PushProgram.PrepareAsync(lab);
        return lab;
    }
}
