using System.Security.Cryptography;
using RuntimePacks.Tools;
using Testing.GitHub;

namespace Pipeline.Tests.Releases;

/// <summary>A release on a machine with the .NET SDK and what every system has: no compiler, linker or reader of objects.</summary>
public sealed class SdkAloneTests(MainJob job) : IClassFixture<MainJob>
{
    /// <summary>What build.sh itself runs.</summary>
    private static readonly string[] s_ofEverySystem = ["bash", "env", "dirname", "sleep", "find", "sed", "awk", "mkdir", "mv"];

    [Fact]
    public async Task Packages_are_made_and_hold_the_same_libraries()
    {
        await using var lab = await GitHubLab.StartAsync();
        var published = lab.Server.Add("agntcy/slim-bindings").Publish("slim-bindings-v1.4.0");
        foreach (var zip in Directory.GetFiles(job.Sample, "*.zip").Order(StringComparer.Ordinal))
        {
            PublishedRepository.Attach(
                published, Path.GetFileName(zip), await File.ReadAllBytesAsync(zip, TestContext.Current.CancellationToken));
        }

        var path = Directory.CreateDirectory(Path.Combine(lab.Folder, "path")).FullName;
        foreach (var program in s_ofEverySystem.Append("dotnet"))
        {
            File.CreateSymbolicLink(Path.Combine(path, program), await WhereAsync(program));
        }

        var pipeline = new FetchProgram(lab);
        pipeline.Environment["PATH"] = path;
        var run = await pipeline.SucceedsAsync("Sign", "--release", "1.4.0");

        Assert.Contains("not all programs can be made and run: ", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal(9, Directory.GetFiles(Path.Combine(pipeline.Output, "packages"), "*.nupkg").Length);
        Assert.Equal(Libraries(job.Output), Libraries(pipeline.Output));
    }

    private static async Task<string> WhereAsync(string program) =>
        (await new Command("/bin/sh", "-c", $"readlink -f \"$(command -v {program})\"")
            .OutputAsync(TestContext.Current.CancellationToken)).Trim();

    private static IEnumerable<string> Libraries(string output) =>
        Directory.GetFiles(Path.Combine(output, "slimmed"), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".a" or ".lib")
            .Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")
            .Order(StringComparer.Ordinal);
}
