using Testing.Feeds;

namespace RuntimePacks.Tests.Feeds;

/// <summary>
/// The server is a feed: <c>dotnet</c>, which was not written for it, pushes to it, searches it and restores from it; and from
/// folders that were pushed to.
/// </summary>
public sealed class FeedServerTests
{
    [Fact]
    public async Task Dotnet_pushes_and_our_push_finds_the_same_there()
    {
        await using var lab = await PushTests.ReadyAsync();
        await lab.DotnetAsync(
            "nuget", "push", Path.Combine(lab.PackagesFolder, "*.nupkg"), "--source", "loopback", "--api-key", Secret.Key);

        Assert.Equal(9, lab.Server.Packages.Count);
        Assert.Contains(
            "already exists",
            await lab.DotnetAsync(
                "nuget", "push", Path.Combine(lab.PackagesFolder, "Slim.*.nupkg"), "--source", "loopback", "--api-key", Secret.Key,
                "--skip-duplicate"),
            StringComparison.Ordinal);
        Assert.All((await lab.PushAsync()).Packages, package => Assert.Equal(RuntimePacks.Feeds.PushState.Present, package.State));
        Assert.Equal(9, lab.Server.Pushes.Count(push => push.Status == 201));
    }

    [Theory]
    [InlineData("loopback")]
    [InlineData("./folder")]
    public async Task Dotnet_restores_what_was_pushed(string feed)
    {
        await using var lab = await PushTests.ReadyAsync();
        lab.Server.Credentials = ("somebody", Secret.Password);
        lab.Configure(credentials: true);
        await lab.PushAsync(feed);
        await File.WriteAllTextAsync(Path.Combine(lab.Folder, "app.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>netstandard2.0</TargetFramework><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences><RuntimeIdentifiers>linux-x64;linux-musl-arm64</RuntimeIdentifiers></PropertyGroup>
              <ItemGroup><PackageReference Include="Slim.Native" Version="1.4.0" /></ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);

        await lab.DotnetAsync("restore", "--source", feed == "loopback" ? lab.Server.Index : Path.Combine(lab.Folder, feed));

        Assert.Equal(
            ["runtime.linux-musl-arm64.slim.native", "runtime.linux-x64.slim.native", "slim.native"],
            Directory.GetDirectories(Path.Combine(lab.Folder, "nuget")).Select(Path.GetFileName).Where(
                name => name!.EndsWith("slim.native", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        if (feed == "loopback")
        {
            Assert.Contains(
                "1.4.0",
                await lab.DotnetAsync(
                    "package", "search", "Slim.Native", "--exact-match", "--source", lab.Server.Index, "--format", "json"),
                StringComparison.Ordinal);
        }
    }
}
