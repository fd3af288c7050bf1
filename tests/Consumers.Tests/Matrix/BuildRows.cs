using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Consumers.Tests.Matrix;

/// <summary>
/// Builds that are not NativeAOT's, which load a shared library that is linked from the same archive; and what is linked again, and
/// when.
/// </summary>
public sealed partial class BuildRows(MainJob job, ConsumerMatrix matrix) : IClassFixture<MainJob>
{
    /// <summary>What a build links from the archive, in the folder of the project.</summary>
    internal const string Shared = "obj/Debug/net10.0/linux-x64/Slim.Native/libslim_bindings.so";

    /// <summary>Calls a function that counts in the library's own memory by both of its names.</summary>
    internal const string Counter = """
        using System.Runtime.InteropServices;
        Status status = default;
        Console.WriteLine($"{Other.Next(ref status)} {One.Next(ref status)} {Other.Next(ref status)}");
        internal struct Status { public sbyte Code; public ulong Capacity, Length; public nint Data; }
        internal static class One { [DllImport("slim_bindings", EntryPoint = "uniffi_slim_bindings_fn_func_thread_local_next")] public static extern uint Next(ref Status status); }
        internal static class Other { [DllImport("uniffi_slim_bindings", EntryPoint = "uniffi_slim_bindings_fn_func_thread_local_next")] public static extern uint Next(ref Status status); }
        """;

    private static readonly string[] Beside = [
        "App", "App.deps.json", "App.dll", "App.runtimeconfig.json", "libslim_bindings.so", "libuniffi_slim_bindings.so"];

    private static readonly Row[] Rows =
    [
        new(
            "RuntimeIdentifier, dotnet run, both names of the library", "one instance") { Program =
                Counter, Commands = ["run"], Holds = CountsOnAsync },
        new("RuntimeIdentifiers, dotnet run", "this machine's own")
        {
            Properties =
                "<RuntimeIdentifiers>linux-arm64;linux-x64</RuntimeIdentifiers>", Program =
                    Counter, Commands = ["run"], Holds = CountsOnAsync,
        },
        new(
            "PublishAot and no RID, dotnet run", "this machine's own") { Aot =
                true, Properties = "", Commands = ["run"], Prints = Consumer.Answer },
        new("dotnet publish, not self-contained", "the library lies beside the program")
        {
            Commands = ["publish --self-contained false -o published"], Leaves = Beside, Runs = "published/App",
        },
        new("PublishSingleFile", "the library lies beside the program")
        {
            Properties =
                "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><PublishSingleFile>true</PublishSingleFile><SelfContained>true</SelfContained>",
            Commands = ["publish -o published"], Leaves = [
                "App", "libslim_bindings.so", "libuniffi_slim_bindings.so"], Runs = "published/App",
        },
        new("PublishSingleFile and IncludeNativeLibrariesForSelfExtract", "one file")
        {
            Properties =
                "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><PublishSingleFile>true</PublishSingleFile><SelfContained>false</SelfContained><IncludeNativeLibrariesForSelfExtract>true</IncludeNativeLibrariesForSelfExtract>",
            Commands = ["publish -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("PublishTrimmed", "the library lies beside the program")
        {
            Properties =
                "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained>",
            Commands = ["publish -o published"], Runs = "published/App",
        },
        new("PublishReadyToRun", "the library lies beside the program")
        {
            Properties =
                "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><PublishReadyToRun>true</PublishReadyToRun><SelfContained>false</SelfContained>",
            Commands = ["publish -o published"], Leaves = Beside, Runs = "published/App",
        },
        new("NativeAOT after a build of the same project", "one file")
        {
            Aot = true, Commands = ["build -c Release", "publish -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("dotnet build twice", "linked once")
        {
            Commands = ["build", "build -bl:second.binlog"],
            Holds = async (consumer, _) => Assert.Contains("\"_ShareSlimNative\"", await SkippedAsync(consumer, "second.binlog")),
        },
        new("dotnet build after the program changed", "not linked again")
        {
            Commands = ["build"],
            Holds = async (consumer, _) =>
            {
                var linked = consumer.Time(Shared);
                consumer.Write("Program.cs", Consumer.Program.Replace("contract {", "now {", StringComparison.Ordinal));
                Assert.Equal("now 30\n", (await consumer.DotnetAsync("run")).Output);
                Assert.Equal(linked, consumer.Time(Shared));
            },
        },
        new("NativeAOT, dotnet publish twice", "linked once")
        {
            Aot = true, Commands = ["publish -o published", "publish -o published -bl:second.binlog"], Runs = "published/App",
            Holds = async (consumer, _) => Assert.Contains("\"LinkNative\"", await SkippedAsync(consumer, "second.binlog")),
        },
        new("dotnet clean", "nothing of the library stays in bin")
        {
            Commands = ["build", "clean"],
            Holds = (consumer, _) =>
            {
                Assert.Empty(Directory.EnumerateFiles(Path.Combine(consumer.Folder, "bin"), "*slim*", SearchOption.AllDirectories));
                return Task.CompletedTask;
            },
        },
    ];

    public static IEnumerable<TheoryDataRow<string>> All => Row.Names(Rows);

    [Theory]
    [MemberData(nameof(All))]
    public Task Holds(string does) => matrix.HoldsAsync(job, Rows, does);

    internal static Task CountsOnAsync(Consumer consumer, CommandResult result)
    {
        var numbers = result.Output.Split(' ', StringSplitOptions.TrimEntries).Select(int.Parse).ToList();
        Assert.Equal([numbers[0], numbers[0] + 1, numbers[0] + 2], numbers);
        return Task.CompletedTask;
    }

    /// <summary>The targets that a build left out because their outputs were up to date, from its binary log.</summary>
    private static async Task<IReadOnlyList<string>> SkippedAsync(Consumer consumer, string log)
    {
        var replayed = await consumer.DotnetAsync("msbuild", log, "-v:detailed", "-nologo");
        return [.. Skipped().Matches(replayed.Output).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("""Skipping target ("\w+") because all output files are up-to-date""")]
    private static partial Regex Skipped();
}
