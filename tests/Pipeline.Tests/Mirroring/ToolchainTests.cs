using RuntimePacks;
using RuntimePacks.Mirroring;

namespace Pipeline.Tests.Mirroring;

/// <summary>What NuGet finds for a RID on the feeds that a NuGet.config names: here, a mirror.</summary>
public sealed class ToolchainTests : IClassFixture<MirroredRelease>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    [Fact]
    public async Task A_RID_without_a_NativeAOT_pack_gets_what_there_is_and_a_line_about_the_rest()
    {
        var feed = await MirroredRelease.CopyAsync(
            Path.Combine(MirroredRelease.First, "packages"), Path.Combine(MirroredRelease.Scratch, "without-ilcompiler"));
        Directory.Delete(Path.Combine(feed, "runtime.linux-x64.microsoft.dotnet.ilcompiler"), recursive: true);

        var toolchain = await FindAsync(feed, "linux-x64", "win-x64", "linux-s390x");

        Assert.Equal([PublishKind.SelfContained, PublishKind.None, PublishKind.None], toolchain.Rids.Select(rid => rid.Publishes));
        Assert.Contains(toolchain.Rids[0].Packages, package => package.Id == "microsoft.netcore.app.runtime.linux-x64");
        Assert.All(toolchain.Rids.Skip(1), rid => Assert.Empty(rid.Packages));
        Assert.Contains(
            "linux-x64: no NativeAOT, because no feed has runtime.linux-x64.Microsoft.DotNet.ILCompiler; publishes: self-contained", _said);
        Assert.Contains(
            _said,
            line => line.StartsWith(
                "win-x64: no NativeAOT, because no feed has Microsoft.AspNetCore.App.Runtime.win-x64, Microsoft.NETCore.App.Host.win-x64, ",
                StringComparison.Ordinal) && line.EndsWith("; publishes: nothing", StringComparison.Ordinal));
        Assert.Contains(
            _said,
            line => line.StartsWith("linux-s390x: no NativeAOT, because NETSDK1203: ", StringComparison.Ordinal)
                && line.EndsWith("; publishes: nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_feed_that_does_not_answer_is_an_error_and_not_a_missing_pack()
    {
        var error = await Assert.ThrowsAsync<RuntimePacksException>(() => FindAsync("https://127.0.0.1:1/index.json", "linux-x64"));
        Assert.Contains("NU1301", error.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Toolchain> FindAsync(string source, params string[] rids)
    {
        await File.WriteAllTextAsync(
            _folder["NuGet.config"],
            $"<configuration><packageSources><clear /><add key=\"only\" value=\"{source}\" /></packageSources></configuration>",
            TestContext.Current.CancellationToken);
        return await new ToolchainRestore(
            _folder["toolchain"], new LineLog(_said.Add)).FindAsync(rids, null, Repository.Root, TestContext.Current.CancellationToken);
    }
}
