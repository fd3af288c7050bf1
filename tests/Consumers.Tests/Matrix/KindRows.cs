using System.Text.RegularExpressions;
using RuntimePacks.Tools;
using Testing;

namespace Consumers.Tests.Matrix;

/// <summary>Kinds of projects, and what NativeAOT makes of them.</summary>
public sealed partial class KindRows(MainJob job, ConsumerMatrix matrix) : IClassFixture<MainJob>
{
    private const string FSharp = """
        open System.Runtime.InteropServices
        [<DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")>]
        extern uint32 ContractVersion()
        printfn "contract %d" (ContractVersion())
        """;

    private const string SharedObject = """
        using System.Runtime.InteropServices;
        public static class Exported
        {
            [UnmanagedCallersOnly(EntryPoint = "contract")] public static uint Contract() => ContractVersion();
            [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")] private static extern uint ContractVersion();
        }
        """;

    private const string CProgram = """
        #include <stdio.h>
        unsigned contract(void);
        int main(void) { printf("contract %u\n", contract()); return 0; }
        """;

    private const string TestCode = """
        using System.Runtime.InteropServices;
        public class LibraryCalls
        {
            [Xunit.Fact] public void Contract() => Xunit.Assert.Equal(30u, ContractVersion());
            [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")] private static extern uint ContractVersion();
        }
        """;

    private static readonly Row[] Rows =
    [
        new("F#, dotnet run", "it runs")
        {
            Files = new Dictionary<string, string?>
            {
                ["App.csproj"] = null,
                ["App.fsproj"] = Consumer.Project(
                    "<OutputType>Exe</OutputType><RuntimeIdentifier>linux-x64</RuntimeIdentifier>",
                    """<Compile Include="Program.fs" /><PackageReference Include="Slim.Native" Version="{version}" />"""),
                ["Program.fs"] = FSharp,
            },
            Commands = ["run"], Prints = Consumer.Answer,
        },
        new("a file-based app, dotnet run app.cs", "it runs")
        {
            Files =
                new Dictionary<string, string?> { ["App.csproj"] = null, ["Program.cs"] = null, ["app.cs"] = "#:package Slim.Native@{version}\n" + Consumer.Program },
            Commands = ["run app.cs"], Prints = Consumer.Answer,
        },
        new("a file-based app, dotnet publish app.cs", "one file")
        {
            Aot = true,
            Files =
                new Dictionary<string, string?> { ["App.csproj"] = null, ["Program.cs"] = null, ["app.cs"] = "#:package Slim.Native@{version}\n#:property InvariantGlobalization=true\n" + Consumer.Program },
            Commands = ["publish app.cs -o published"], Leaves = ["app"], Runs = "published/app",
        },
        new("net8.0, NativeAOT", "one file")
        {
            Aot =
                true, Properties =
                    "<TargetFramework>net8.0</TargetFramework>", Commands =
                        ["publish -r linux-x64 -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("net9.0, NativeAOT", "one file")
        {
            Aot =
                true, Properties =
                    "<TargetFramework>net9.0</TargetFramework>", Commands =
                        ["publish -r linux-x64 -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("net8.0 and net10.0 in one project, dotnet build", "a library beside each")
        {
            Properties =
                "<TargetFramework /><TargetFrameworks>net8.0;net10.0</TargetFrameworks><RuntimeIdentifier>linux-x64</RuntimeIdentifier>", Commands =
                    ["build"],
            Holds = (consumer, _) =>
            {
                Assert.All(
                    ["net8.0", "net10.0"],
                    framework => Assert.True(
                        File.Exists(Path.Combine(consumer.Folder, "bin/Debug", framework, "linux-x64/libslim_bindings.so"))));
                return Task.CompletedTask;
            },
        },
        new("xunit.v3, dotnet test", "the tests call the library")
        {
            Items =
                """<PackageReference Include="Slim.Native" Version="{version}" /><PackageReference Include="xunit.v3" Version="4.0.2" />""", Program =
                    TestCode,
            Files = new Dictionary<string, string?> { ["global.json"] = """{ "test": { "runner": "Microsoft.Testing.Platform" } }""" },
            Commands = ["test"], Says = ["succeeded: 1"],
        },
        new("xunit 2 and VSTest, dotnet test", "the tests call the library")
        {
            Files = new Dictionary<string, string?>
            {
                ["App.csproj"] = Consumer.Project(
                    "<RuntimeIdentifier>linux-x64</RuntimeIdentifier>",
                    """<PackageReference Include="Slim.Native" Version="{version}" /><PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" /><PackageReference Include="xunit" Version="2.9.3" /><PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />"""),
            },
            Program = TestCode, Commands = ["test"], Says = ["Passed:     1"],
        },
        new("NativeLib=Shared, called from C", "the library is inside")
        {
            Aot = true, Properties = "<OutputType>Library</OutputType><NativeLib>Shared</NativeLib>", Program = SharedObject,
            Files = new Dictionary<string, string?> { ["main.c"] = CProgram },
            Commands = ["publish -r linux-x64 -o published"], Leaves = ["App.so"], Holds = CalledFromCAsync,
        },
        new("StaticExecutable with lld, alone in an empty root", "it runs, and needs nothing")
        {
            Aot =
                true, Properties =
                    "<StaticExecutable>true</StaticExecutable><LinkerFlavor>lld</LinkerFlavor><SlimNativeShowNeeds>true</SlimNativeShowNeeds>",
            Commands = ["publish -r linux-x64 -o published"], Leaves = ["App"], Runs = "published/App", Says = [
                "App needs from the system that runs it: nothing\n"], Holds = RunsInAnEmptyRootAsync,
        },
        new("SlimNativeShowNeeds", "interpreter, libraries, glibc's version")
        {
            Aot =
                true, Properties =
                    "<SlimNativeShowNeeds>true</SlimNativeShowNeeds>", Commands =
                        ["publish -r linux-x64 -o published"], Leaves = ["App"], Holds = SaysWhatReadelfSaysAsync,
        },
    ];

    public static IEnumerable<TheoryDataRow<string>> All => Row.Names(Rows);

    [Theory]
    [MemberData(nameof(All))]
    public Task Holds(string does) => matrix.HoldsAsync(job, Rows, does);

    private static async Task CalledFromCAsync(Consumer consumer, CommandResult result)
    {
        await consumer.NeedsOnlyTheSystemAsync("published/App.so");
        var exports = await new Command(
            "nm", "-D", "--defined-only", Path.Combine(consumer.PublishFolder, "App.so"))
                .OutputAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("slim_bindings", exports);
        var main = Path.Combine(consumer.Folder, "main");
        await new Command(
            "gcc", "-o", main, Path.Combine(consumer.Folder, "main.c"), Path.Combine(consumer.PublishFolder, "App.so"),
            $"-Wl,-rpath,{consumer.PublishFolder}").OutputAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Consumer.Answer, await new Command(main).OutputAsync(TestContext.Current.CancellationToken));
    }

    private static async Task RunsInAnEmptyRootAsync(Consumer consumer, CommandResult result)
    {
        var root = Directory.CreateDirectory(Path.Combine(consumer.Folder, "root")).FullName;
        File.Copy(Path.Combine(consumer.PublishFolder, "App"), Path.Combine(root, "App"));
        string[] chroot = Environment.IsPrivilegedProcess
            ? ["chroot", root, "/App"]
            : ["unshare", "--map-root-user", "chroot", root, "/App"];
        Assert.Equal(Consumer.Answer, await new Command(chroot[0], chroot[1..]).OutputAsync(TestContext.Current.CancellationToken));
    }

    private static async Task SaysWhatReadelfSaysAsync(Consumer consumer, CommandResult result)
    {
        var needs = await ElfNeeds.ReadAsync("readelf", Path.Combine(consumer.PublishFolder, "App"), TestContext.Current.CancellationToken);
        Assert.Contains(
            $"App needs from the system that runs it: {needs.Interpreter}, {string.Join(", ", needs.Libraries)}; glibc 2.", result.Output);
        var versions = await new Command(
            "readelf", "-V", Path.Combine(consumer.PublishFolder, "App")).OutputAsync(TestContext.Current.CancellationToken);
        var said = result.Output.Split("; glibc ")[1].Split(' ')[0];
        Assert.Contains(Glibc().Matches(versions), version => version.Groups[1].Value == said);
        Assert.DoesNotContain(Glibc().Matches(versions), version => Version.Parse(version.Groups[1].Value) > Version.Parse(said));
    }

    [GeneratedRegex(@"GLIBC_(\d+\.[\d.]+)")]
    private static partial Regex Glibc();
}
