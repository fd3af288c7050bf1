using RuntimePacks.Tools;

namespace Pipeline.Tests.Consumers;

/// <summary>Builds in which there is nothing to link: each says so, and what to do, before any linker runs.</summary>
public sealed class DiagnosticTests(MainJob job)
{
    /// <summary>Builds without the packs of a platform that the feed may not have.</summary>
    private static readonly string[] Plain = ["-p:UseAppHost=false", "-p:SelfContained=false"];

    [Fact]
    public async Task A_build_for_no_platform_says_which_line_to_add()
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp(aot: false);
        var result = await consumer.DotnetAsync("build");
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("warning SLIM1002", result.Output);
        Assert.Contains("<RuntimeIdentifier>linux-x64</RuntimeIdentifier> to App.csproj", result.Output);
        NothingOfOursIn(Path.Combine(consumer.Folder, "bin"));
    }

    [Fact]
    public async Task A_RID_without_a_package_is_an_error_that_lists_those_that_have_one()
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp(aot: false);
        Refused(await consumer.DotnetAsync(["build", "-r", "linux-riscv64", .. Plain]), "linux-riscv64", "linux-x64, linux-arm64, linux-musl-x64, linux-musl-arm64, osx-x64, osx-arm64, win-x64, win-arm64");
    }

    [Fact]
    public async Task A_musl_RID_never_gets_the_glibc_library()
    {
        var output = Repository.NewFolder("glibc-only");
        await new Command(Path.Combine(Repository.Root, "build.sh"), "--from", job.Sample, "--rids", "linux-x64", "--target", "Pack", "--output", output)
            .OutputAsync(TestContext.Current.CancellationToken);
        using var consumer = new Consumer(job, packages: Path.Combine(output, "packages"));
        consumer.WriteApp(aot: false);
        Refused(await consumer.DotnetAsync(["build", "-r", "linux-musl-x64", .. Plain]), "linux-musl-x64", "It has one for: linux-x64.");
        Directory.Delete(output, recursive: true);
    }

    [Fact]
    public async Task A_build_for_Windows_that_is_not_NativeAOT_says_that_nothing_is_linked()
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp(aot: false);
        var result = await consumer.DotnetAsync(["build", "-r", "win-x64", .. Plain]);
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("warning SLIM1003", result.Output);
        Assert.Contains("<PublishAot>true</PublishAot> to App.csproj", result.Output);
        NothingOfOursIn(Path.Combine(consumer.Folder, "bin"));
    }

    [Fact]
    public async Task Without_a_linker_it_says_how_to_get_one()
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp(aot: false);
        var path = Path.Combine(consumer.Folder, "bin-without-linker");
        Directory.CreateDirectory(path);
        foreach (var tool in new[] { "dotnet", "sh" }) File.CreateSymbolicLink(Path.Combine(path, tool), (await new Command("sh", "-c", $"command -v {tool}").OutputAsync(TestContext.Current.CancellationToken)).Trim());
        var result = await new Command("dotnet", ["build", "-r", "linux-x64", .. Plain])
        {
            WorkingDirectory = consumer.Folder,
            Environment = new Dictionary<string, string?>(Consumer.Environment) { ["PATH"] = path },
        }.RunAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error SLIM1004", result.Output);
        Assert.Contains("apt-get install clang", result.Output);
    }

    [Fact]
    public async Task A_library_that_passes_the_package_on_is_not_warned()
    {
        using var consumer = new Consumer(job);
        consumer.Write("Lib.csproj", Consumer.Project("", consumer.Reference("Slim.Native")));
        var result = await consumer.DotnetAsync("build");
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.DoesNotContain("SLIM", result.Output);
    }

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-riscv64")]
    [InlineData(null)]
    public async Task Switched_off_the_package_adds_nothing(string? rid)
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp("<SlimNativeEnabled>false</SlimNativeEnabled>", aot: false);
        var result = await consumer.DotnetAsync(["build", .. rid is null ? Array.Empty<string>() : ["-r", rid], .. Plain]);
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.DoesNotContain("SLIM", result.Output);
        NothingOfOursIn(Path.Combine(consumer.Folder, "bin"));
        if (rid != "linux-x64") return;
        var items = await consumer.DotnetAsync(["build", "-r", rid, "-t:ResolvePackageAssets", "-getItem:NativeLibrary,LinkerArg,DirectPInvoke,NativeCopyLocalItems", .. Plain]);
        Assert.DoesNotContain("slim", items.Output);
    }

    private static void Refused(CommandResult result, params string[] words)
    {
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error SLIM1001", result.Output);
        Assert.All(words, word => Assert.Contains(word, result.Output));
    }

    private static void NothingOfOursIn(string folder) =>
        Assert.DoesNotContain(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), path => Path.GetExtension(path) is ".a" or ".lib");
}
