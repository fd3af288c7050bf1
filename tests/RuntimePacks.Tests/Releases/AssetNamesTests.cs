using RuntimePacks.Definition;

namespace RuntimePacks.Tests.Releases;

/// <summary>The names of assets, and for which target one is.</summary>
public sealed class AssetNamesTests
{
    private const string Linux = "x86_64-unknown-linux-gnu", Mac = "aarch64-apple-darwin";

    private static readonly PackDefinition s_slim = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));

    [Theory]
    [InlineData("demo-{target}.zip", null, "demo-x86_64-unknown-linux-gnu.zip")]
    [InlineData("demo-{version}-{target}.tar.gz", null, "demo-2024.01.15-x86_64-unknown-linux-gnu.tar.gz")]
    [InlineData("demo-{tag}-{target}.tar.gz", null, "demo-v2024.01.15-x86_64-unknown-linux-gnu.tar.gz")]
    [InlineData("libdemo.{target}.tar.gz", "linux-x86_64", "libdemo.linux-x86_64.tar.gz")]
    [InlineData("demo-v{version}-{target}", "x86_64-linux-c-api.tar.xz", "demo-v2024.01.15-x86_64-linux-c-api.tar.xz")]
    [InlineData("{target}", "libdemo-linux.a", "libdemo-linux.a")]
    public void A_platform_s_asset_has_one_name(string pattern, string? asset, string name)
    {
        var definition = Definition(pattern, asset);
        var names = new AssetNames(definition, "v2024.01.15", "2024.1.15");
        Assert.Equal(name, names.Of(Linux));
        Assert.Equal([Linux], names.TargetsOf(name));
        Assert.Equal([Linux], new AssetNames(definition).TargetsOf(name)); // of some release
        Assert.Empty(names.TargetsOf(name + ".sha256"));
        Assert.Empty(names.TargetsOf("x" + name));
        Assert.Empty(names.TargetsOf("SHA256SUMS"));
        Assert.Empty(names.TargetsOf("commit-sha"));
    }

    [Fact]
    public void A_target_that_no_platform_has_is_told_where_it_is_a_target()
    {
        var names = new AssetNames(Definition("demo-{version}-{target}.zip", "linux"), "v1.4.0", "1.4.0");
        Assert.Equal([Mac], names.TargetsOf($"demo-1.4.0-{Mac}.zip"));
        Assert.Equal(["riscv64gc-unknown-linux-gnu"], names.TargetsOf("demo-1.4.0-riscv64gc-unknown-linux-gnu.zip"));
        Assert.Empty(names.TargetsOf("demo-1.4.0-src.zip"));
        Assert.Empty(names.TargetsOf($"demo-1.3.0-{Mac}.zip"));
        Assert.Empty(names.TargetsOf("demo-1.4.0-linux-amd64.zip"));
    }

    private static PackDefinition Definition(string pattern, string? asset) => s_slim with
    {
        AssetPattern = pattern,
        TagPatterns = ["v{version}"],
        Platforms = [new Platform { Target = Linux, Rid = "linux-x64", Asset = asset }, new Platform { Target = Mac, Rid = "osx-arm64" }],
    };
}
