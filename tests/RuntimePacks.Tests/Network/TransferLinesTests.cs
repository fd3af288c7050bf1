using RuntimePacks.Network;
using RuntimePacks.Releases.Download;
using Testing.GitHub;

namespace RuntimePacks.Tests.Network;

/// <summary>What a log says while an asset is fetched.</summary>
public sealed class TransferLinesTests
{
    [Fact]
    public async Task A_log_has_a_line_from_time_to_time()
    {
        var (lab, asset) = await GitHubLab.WithOneAssetAsync();
        await using var _ = lab;
        var told = new TaskCompletionSource();
        lab.Server.DownloadFault = async download =>
        {
            await download.SendUpToAsync(asset.Bytes.Length / 2);
            await told.Task;
            await download.Context.Response.Body.WriteAsync(asset.Bytes.AsMemory(asset.Bytes.Length / 2));
            return true;
        };

        var lines = new List<string>();
        await lab.FetchAsync(
            download => new TransferLines(
                download.Transfers, "assets", TimeSpan.FromMilliseconds(100), new LineLog(Tell)).WhileAsync(
                    () => download.RunAsync(TestContext.Current.CancellationToken)));

        Assert.EndsWith(" left", Assert.Single(lines, IsHalf), StringComparison.Ordinal);

        void Tell(string line)
        {
            lines.Add(line);
            if (IsHalf(line)) told.TrySetResult();
        }

        static bool IsHalf(string line) => line.StartsWith("0 of 1 assets, 0.5 MB of 1.0 MB, ", StringComparison.Ordinal);
    }
}
