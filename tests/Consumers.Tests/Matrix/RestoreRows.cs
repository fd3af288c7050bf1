using RuntimePacks.Tools;

namespace Consumers.Tests.Matrix;

/// <summary>
/// Where packages come from and lie, and when they are restored. NativeAOT hands the linker its own packages' paths
/// without quotes, so a packages folder with a space is shown without it; a project's folder with a space, with it.
/// </summary>
public sealed class RestoreRows(MainJob job, ConsumerMatrix matrix) : IClassFixture<MainJob>
{
    private static readonly Row[] Rows =
    [
        new("a lock file, restored in locked mode, dotnet run", "it runs")
        {
            Properties = "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>",
            Commands = ["restore", "restore --locked-mode --force", "run --no-restore"], Prints = Consumer.Answer,
            Holds = async (consumer, _) => Assert.Contains(
                "runtime.linux-x64.Slim.Native", await File.ReadAllTextAsync(Path.Combine(consumer.Folder, "packages.lock.json"))),
        },
        new(
            "a packages folder with a space, dotnet run", "it runs") { Files =
                Config("packages folder"), Commands = ["run"], Prints = Consumer.Answer },
        new(
            "a packages folder with letters that are not ASCII, dotnet run", "it runs") { Files =
                Config("pakété-пакет-包"), Commands = ["run"], Prints = Consumer.Answer },
        new("a project's folder with spaces and letters that are not ASCII, NativeAOT", "one file")
        {
            Folder = "my äpp 包", Aot = true, Commands = ["publish -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("the same, dotnet run", "it runs") { Folder = "my äpp 包", Commands = ["run"], Prints = Consumer.Answer },
        new("a fallback folder and no feed, dotnet run", "it runs")
        {
            Files = Config(
                "packages", "<fallbackPackageFolders><add key=\"fallback\" value=\"fallback\" /></fallbackPackageFolders>",
                feed: "<clear />"),
            Before = consumer => CopyPackagesAsync(consumer, "fallback"), Commands = ["run"], Prints = Consumer.Answer,
            Holds = (consumer, _) => NothingIn(consumer, "packages/slim.native"),
        },
        new("a packages folder that is read-only, dotnet run", "it runs, and nothing is written there")
        {
            Files =
                Config("packages"), Before =
                    consumer => CopyPackagesAsync(consumer, "packages", "a-w"), Commands = ["run"], Prints = Consumer.Answer,
            Holds = NothingWasWrittenAsync,
        },
        new("a folder of packages is the only feed (air-gapped), dotnet run", "it runs")
        {
            Files = Config(
                "packages", feed: """<clear /><add key="slim" value="{packages}" />"""), Commands = ["run"], Prints = Consumer.Answer,
        },
        new("dotnet restore -r, then publish --no-restore", "it runs")
        {
            Properties = "", Commands = [
                "restore -r linux-x64", "publish --no-restore -r linux-x64 --self-contained false -o published"], Runs = "published/App",
        },
        new("dotnet build, then run --no-build and publish --no-build", "it runs")
        {
            Commands = [
                "build -c Release", "publish --no-build -o published", "run --no-build -c Release"], Runs = "published/App", Prints = Consumer.Answer,
        },
        new("dotnet restore without a RID, then publish --no-restore -r", "an error that says what is missing")
        {
            Properties = "", Commands = [
                "restore", "publish --no-restore -r linux-arm64"], Fails = true, Codes = ["NETSDK1047"], Says = ["linux-arm64", "RuntimeIdentifiers"],
        },
    ];

    public static IEnumerable<TheoryDataRow<string>> All => Row.Names(Rows);

    [Theory]
    [MemberData(nameof(All))]
    public Task Holds(string does) => matrix.HoldsAsync(job, Rows, does);

    /// <summary>A NuGet.config with a packages folder of the consumer's own.</summary>
    private static Dictionary<string, string?> Config(
        string packages, string more = "", string feed = """<add key="packed" value="{packages}" />""") =>
        new()
        {
            ["nuget.config"] = $"""
            <configuration>
              <packageSources>{feed}</packageSources>
              <config><add key="globalPackagesFolder" value="{packages}" /></config>
              {more}
            </configuration>
            """,
        };

    /// <summary>Fills a folder with the packages as NuGet unpacks them.</summary>
    private static async Task CopyPackagesAsync(Consumer consumer, string folder, string? mode = null)
    {
        var filler = Path.Combine(consumer.Folder, "filler");
        consumer.Write("filler/nuget.config", consumer.Expand("""
            <configuration><packageSources><clear /><add key="packed" value="{packages}" /></packageSources><fallbackPackageFolders><clear /></fallbackPackageFolders></configuration>
            """));
        consumer.Write(
            "filler/Filler.csproj", Consumer.Project(
                "<RuntimeIdentifier>linux-x64</RuntimeIdentifier>", consumer.Reference("Slim.Native")));
        var restored = await consumer.DotnetAsync("restore", filler, "--packages", Path.Combine(consumer.Folder, folder));
        Assert.True(restored.ExitCode == 0, restored.Output);
        Directory.Delete(filler, recursive: true);
        if (mode is null) return;
        await new Command("chmod", "-R", mode, Path.Combine(consumer.Folder, folder)).OutputAsync(TestContext.Current.CancellationToken);
        consumer.Write("before.txt", Listing(consumer));
    }

    /// <summary>The superuser may write everywhere, so the files are compared too.</summary>
    private static async Task NothingWasWrittenAsync(Consumer consumer, CommandResult result)
    {
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(consumer.Folder, "before.txt")), Listing(consumer));
        await new Command(
            "chmod", "-R", "u+w", Path.Combine(consumer.Folder, "packages")).OutputAsync(TestContext.Current.CancellationToken);
    }

    private static string Listing(Consumer consumer) => string.Join('\n', new DirectoryInfo(Path.Combine(consumer.Folder, "packages"))
        .EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(
            file => $"{file.FullName} {file.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal));

    private static Task NothingIn(Consumer consumer, string folder)
    {
        Assert.False(Directory.Exists(Path.Combine(consumer.Folder, folder)));
        return Task.CompletedTask;
    }
}
