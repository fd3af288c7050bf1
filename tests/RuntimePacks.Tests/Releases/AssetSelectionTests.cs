using RuntimePacks.Definition;
using RuntimePacks.Releases;

namespace RuntimePacks.Tests.Releases;

/// <summary>Which files of a release are taken, for which RIDs.</summary>
public sealed class AssetSelectionTests
{
    private static readonly PackDefinition s_definition = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));

    private static readonly AssetNames s_names = new(s_definition, "slim-bindings-v1.4.0", "1.4.0");

    /// <summary>The RIDs that are asked for, as they are typed; and what becomes of a file.</summary>
    [Theory]
    [InlineData(null, "x86_64-unknown-linux-gnu", "taken")]
    [InlineData("linux-x64", "x86_64-unknown-linux-gnu", "taken")]
    [InlineData("linux-x64,osx-arm64", "aarch64-apple-darwin", "taken")]
    [InlineData("linux-x64", "x86_64-unknown-linux-musl", "excluded")]
    [InlineData("linux-musl-x64", "x86_64-unknown-linux-gnu", "excluded")]
    [InlineData(null, "riscv64gc-unknown-linux-gnu", "skipped")]
    [InlineData("linux-x64", "riscv64gc-unknown-linux-gnu", "skipped")]
    [InlineData("win-x64", "x86_64-pc-windows-gnu", "taken")] // checked and not packed: it goes with its system's RID
    [InlineData("win-arm64", "x86_64-pc-windows-gnu", "excluded")]
    public void A_file_is_taken_or_for_others_or_not_known(string? rids, string target, string becomes)
    {
        var always = rids?.Split(',')[0] is { } rid
            ? s_definition.Platforms.First(platform => platform.Rid == rid).Target
            : s_definition.Platforms[0].Target;
        string[] files = [.. new[] { Name(always), Name(target), "SHA256SUMS" }.Distinct()];
        var selected = new AssetSelection(s_definition, rids?.Split(',').ToHashSet()).Choose(files, name => name, s_names, "there");
        Assert.Equal(becomes == "taken", selected.Taken.Any(one => one.Target == target));
        Assert.Equal(becomes == "excluded", selected.Excluded.Contains(Name(target)));
        Assert.Equal(becomes == "skipped", selected.Skipped.Contains(Name(target)));
    }

    [Fact]
    public void Without_one_to_take_it_says_what_was_expected()
    {
        var selection = new AssetSelection(s_definition, new HashSet<string> { "linux-x64" });
        var error = Assert.Throws<RuntimePacksException>(() => selection.Choose(["readme.txt"], name => name, s_names, "there"));
        Assert.Contains(
            "there holds no asset to pack: expected files named slim-bindings-x86_64-unknown-linux-gnu.zip for linux-x64", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_RID_that_the_definition_has_not_is_refused_with_those_that_it_has()
    {
        var error = Assert.Throws<RuntimePacksException>(() => new AssetSelection(s_definition, new HashSet<string> { "win-riscv" }));
        Assert.Contains("no RID win-riscv; it has linux-x64, ", error.Message, StringComparison.Ordinal);
    }

    private static string Name(string target) => $"slim-bindings-{target}.zip";
}
