using RuntimePacks.Tools;

namespace Build.Tests;

/// <summary>The published package can take the layer's place: one property, and no file of the pipeline changes.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_layer_has_exactly_the_public_members_of_the_written_list()
    {
        var layer = PublicSurface.Of(Paths.Layer);
        var list = PublicSurface.Of(Paths.List);

        Assert.NotEmpty(list);
        Assert.Empty(layer.Except(list));
        Assert.Empty(list.Except(layer));
    }

    [Fact]
    public async Task The_pipeline_compiles_against_the_written_list()
    {
        using var folder = new TemporaryFolder();

        var build = await BuildAsync(folder, "list");

        build.Succeeded();
        Assert.Equal(PublicSurface.Of(Paths.List), PublicSurface.Of(folder["bin/Build/debug/Cake.Frosting.dll"]));
    }

    [Fact]
    public async Task With_the_published_package_the_layer_is_not_part_of_the_build()
    {
        using var folder = new TemporaryFolder();
        string[] files = ["ProjectReference", "PackageReference", "Reference", "Compile"];

        var items = await new Command("dotnet",
            ["msbuild", Repository.PathOf("build/Build.csproj"), "-p:CakeFrosting=package", .. files.Select(file => "-getItem:" + file)])
            .OutputAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\"Identity\": \"Cake.Frosting\"", items, StringComparison.Ordinal);
        Assert.Contains("BuildContext.cs", items, StringComparison.Ordinal);
        Assert.DoesNotContain("build/frosting", items, StringComparison.Ordinal);
        Assert.DoesNotContain("Cake.Core.dll", items, StringComparison.Ordinal);
    }

    /// <summary>Builds the pipeline into a folder of its own, so that nothing else that is built or running is disturbed.</summary>
    private static Task<CommandResult> BuildAsync(TemporaryFolder folder, string frosting) =>
        new Command("dotnet", "build", Repository.PathOf("build/Build.csproj"), $"-p:CakeFrosting={frosting}",
            "-p:UseArtifactsOutput=true", $"-p:ArtifactsPath={folder.Path}", "-nologo", "-v", "quiet")
            .RunAsync(TestContext.Current.CancellationToken);
}
