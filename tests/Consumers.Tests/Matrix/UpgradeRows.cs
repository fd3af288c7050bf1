namespace Consumers.Tests.Matrix;

/// <summary>Another version of the package: it is linked again. Files of packages have no time that would tell.</summary>
public sealed class UpgradeRows(MainJob job, ConsumerMatrix matrix) : IClassFixture<MainJob>, IClassFixture<UpgradeRows.PackedAgain>
{
    /// <summary>The same release again, as a packaging fix, in which the library is as it was built.</summary>
    private static readonly string Again = Path.Combine(Repository.Scratch, "again");

    private static readonly Row[] Rows =
    [
        Changes("dotnet build, another version, and back", "obj/Debug/net10.0/linux-x64/Slim.Native/libslim_bindings.so", "build"),
        Changes("NativeAOT, another version, and back", "bin/Release/net10.0/linux-x64/native/App", "publish", aot: true),
    ];

    public static IEnumerable<TheoryDataRow<string>> All => Row.Names(Rows);

    [Theory]
    [MemberData(nameof(All))]
    public Task Holds(string does) => matrix.HoldsAsync(job, Rows, does);

    private static Row Changes(string does, string linked, string command, bool aot = false) => new(does, "linked again")
    {
        Aot = aot,
        Properties =
            $"<RuntimeIdentifier>linux-x64</RuntimeIdentifier><RestoreAdditionalProjectSources>{Path.Combine(Again, "packages")}</RestoreAdditionalProjectSources>",
        Items = """<PackageReference Include="Slim.Native" Version="$(Wanted)" />""",
        Commands = [$"{command} -p:Wanted={{version}}"],
        Holds = async (consumer, _) =>
        {
            var first = consumer.Time(linked);
            var second = await LinkAsync("0.0.1.1");
            Assert.True(second > first);
            Assert.True(await LinkAsync(consumer.Expand("{version}")) > second);

            async Task<DateTime> LinkAsync(string version)
            {
                var result = await consumer.DotnetAsync(command, $"-p:Wanted={version}");
                Assert.True(result.ExitCode == 0, result.Output);
                return consumer.Time(linked);
            }
        },
    };

    public sealed class PackedAgain : IAsyncLifetime
    {
        public async ValueTask InitializeAsync()
        {
            var job = new MainJob();
            await job.InitializeAsync();
            await BuildProgram.SucceedsAsync(
                "--from", job.Sample, "--rids", "linux-x64", "--slim", "strip", "--package-version", "0.0.1.1", "--target", "Pack",
                "--output", Again);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
