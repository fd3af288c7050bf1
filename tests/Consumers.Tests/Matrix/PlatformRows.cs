using System.IO.Compression;
using System.Text.Json;
using RuntimePacks.Definition;
using RuntimePacks.Tools;

namespace Consumers.Tests.Matrix;

/// <summary>
/// Other platforms than this machine's, with NativeAOT: linux-arm64 is linked across and run; for the others, what reaches the
/// linker is compared to the letter, after what NativeAOT's own targets say for that platform.
/// </summary>
public sealed class PlatformRows(MainJob job, ConsumerMatrix matrix) : IClassFixture<MainJob>
{
    /// <summary>Catches an exception of its own, after a panic that the library catches.</summary>
    private const string Panics = """
        using System.Runtime.InteropServices;
        Status status = default;
        Slim.PanicBelow(5, default, ref status);
        try { throw new InvalidOperationException(); }
        catch (InvalidOperationException) { Console.WriteLine($"contract {Slim.ContractVersion()}, panic {status.Code}"); }
        internal struct Text { public ulong Capacity, Length; public nint Data; }
        internal struct Status { public sbyte Code; public Text Error; }
        internal static class Slim
        {
            [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")] public static extern uint ContractVersion();
            [DllImport("slim_bindings", EntryPoint = "uniffi_slim_bindings_fn_func_panic_below")] public static extern uint PanicBelow(uint frames, Text message, ref Status status);
        }
        """;

    private static readonly Row[] Rows =
    [
        new("NativeAOT for linux-arm64, from x64", "one file that runs there")
        {
            Properties = "<PublishAot>true</PublishAot>", Commands = ["publish -r linux-arm64 -o published"], Leaves = ["App"],
            Holds = async (consumer, _) =>
            {
                await consumer.NeedsOnlyTheSystemAsync("published/App");
                Assert.Equal(Consumer.Answer, await RunOnArm64Async(consumer));
            },
        },
        new("NativeAOT for linux-arm64, linked by zig", "one file for glibc 2.28, where panics unwind")
        {
            Properties = """
                <PublishAot>true</PublishAot><SlimNativeShowNeeds>true</SlimNativeShowNeeds>
                <CppCompilerAndLinker>$(MSBuildProjectDirectory)/zig-cc</CppCompilerAndLinker><ObjCopyName>llvm-objcopy</ObjCopyName>
                """,
            Program = Panics, Files = new Dictionary<string, string?> { ["zig-cc"] = ConsumerPageTests.Shown("zig-cc") },
            Before = async consumer =>
            {
                await Zig.InstallAsync();
                await new Command(
                    "chmod", "+x", Path.Combine(consumer.Folder, "zig-cc")).OutputAsync(TestContext.Current.CancellationToken);
            },
            Environment = _ => Zig.InPath(Dotnet.Environment),
            Commands = ["publish -r linux-arm64 -o published"], Says = ["; glibc 2.28 or later"], Leaves = ["App"],
            Holds = async (consumer, _) => Assert.Equal("contract 30, panic 2\n", await RunOnArm64Async(consumer)),
        },
        new("dotnet build for linux-arm64, from x64", "the library for arm64")
        {
            Properties = "", Commands = ["build -r linux-arm64 -p:UseAppHost=false -p:SelfContained=false"],
            Holds = async (consumer, _) => Assert.Contains(
                "AArch64",
                await new Command(
                    "readelf", "-h", Path.Combine(
                        consumer.Folder, "bin/Debug/net10.0/linux-arm64/libslim_bindings.so"))
                            .OutputAsync(TestContext.Current.CancellationToken)),
        },
        Letter("win-x64"),
        Letter("win-arm64"),
        Letter("osx-x64"),
        Letter("osx-arm64"),
        Letter("linux-musl-x64"),
        Letter("linux-musl-arm64"),
    ];

    public static IEnumerable<TheoryDataRow<string>> All => Row.Names(Rows);

    [Theory]
    [MemberData(nameof(All))]
    public Task Holds(string does) => matrix.HoldsAsync(job, Rows, does);

    private static Task<string> RunOnArm64Async(Consumer consumer) =>
        new Command(
            Repository.Tools["qemu-aarch64"].Find()!, "-L", "/usr/aarch64-linux-gnu", Path.Combine(consumer.PublishFolder, "App"))
                .OutputAsync(TestContext.Current.CancellationToken);

    /// <summary>The linker's arguments for a platform, with stand-ins for those packs of NativeAOT that no feed here has.</summary>
    private static Row Letter(string rid) => new($"NativeAOT for {rid}, -getItem:LinkerArg", "its library and what it needs, last")
    {
        Properties = "<PublishAot>true</PublishAot>",
        Files = new Dictionary<string, string?>
        {
            ["nuget.config"] = """
                <configuration>
                  <packageSources><add key="packed" value="{packages}" /><add key="stand-ins" value="feed" /></packageSources>
                  <config><add key="globalPackagesFolder" value="packages" /></config>
                  <fallbackPackageFolders><add key="cache" value="{cache}" /></fallbackPackageFolders>
                </configuration>
                """,
        },
        Before = consumer => StandInsAsync(
            consumer, $"Microsoft.NETCore.App.Runtime.NativeAOT.{rid}", $"runtime.{rid}.Microsoft.DotNet.ILCompiler",
            $"Microsoft.NETCore.App.Runtime.{rid}", $"Microsoft.AspNetCore.App.Runtime.{rid}"),
        Commands =
        [
            $"build -c Release -r {rid} -p:_IsPublishing=true -p:UseAppHost=false -p:SelfContained=false -p:IlcUseEnvironmentalTools=true -t:ResolveFrameworkReferences;ResolvePackageAssets;SetupOSSpecificProps -getItem:LinkerArg,DirectPInvoke",
        ],
        Holds = (consumer, result) =>
        {
            var items = JsonDocument.Parse(result.Output).RootElement.GetProperty("Items");
            var arguments = Identities(items, "LinkerArg");
            var platform = PackDefinition.Load(
                Repository.PathOf("packaging", "slim.json")).Platforms.Single(platform => platform.Rid == rid);
            var ours = platform.LinkLine.ToList();
            Assert.True(arguments.Count > ours.Count + 10, "NativeAOT's own arguments come first");
            Assert.Equal(ours, arguments[^ours.Count..]);
            Assert.Matches(
                $"^\".*/runtime\\.{rid}\\.slim\\.native/.*/runtimes/{rid}/native/(lib)?slim_bindings_.*\\.(a|lib)\"$",
                arguments[^(ours.Count + 1)]);
            Assert.Single(arguments, argument => argument.Contains("slim_bindings", StringComparison.Ordinal));
            Assert.Superset(
                new HashSet<string> { "slim_bindings", "uniffi_slim_bindings" }, Identities(items, "DirectPInvoke").ToHashSet());
            return Task.CompletedTask;
        },
    };

    /// <summary>Packages that hold nothing, in the version that the SDK asks for.</summary>
    private static async Task StandInsAsync(Consumer consumer, params string[] ids)
    {
        var version = (await consumer.DotnetAsync("msbuild", "App.csproj", "-getProperty:BundledNETCoreAppPackageVersion")).Output.Trim();
        var feed = Directory.CreateDirectory(Path.Combine(consumer.Folder, "feed")).FullName;
        foreach (var id in ids)
        {
            using var package = ZipFile.Open(Path.Combine(feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
            Write(
                package, $"{id}.nuspec",
                $"<package><metadata><id>{id}</id><version>{version}</version><authors>tests</authors><description>A stand-in.</description></metadata></package>");
            Write(package, "data/RuntimeList.xml", """<FileList Name="stand-in" />""");
        }

        static void Write(ZipArchive package, string path, string text)
        {
            using var writer = new StreamWriter(package.CreateEntry(path).Open());
            writer.Write(text);
        }
    }

    private static List<string> Identities(JsonElement items, string name) =>
        [.. items.GetProperty(name).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
}
