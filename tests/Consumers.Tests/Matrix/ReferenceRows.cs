using System.Text.Json;
using RuntimePacks.Tools;

namespace Consumers.Tests.Matrix;

/// <summary>Every way in which the reference to the package comes into a program, published with NativeAOT.</summary>
public sealed class ReferenceRows(MainJob job, ConsumerMatrix matrix) : IClassFixture<MainJob>
{
    private const string NoRid = "";
    private const string Feed = "<RestoreAdditionalProjectSources>feed</RestoreAdditionalProjectSources>";
    private const string ForLinux = "<RuntimeIdentifier>linux-x64</RuntimeIdentifier>";

    private const string Caller = """Console.WriteLine($"contract {Bindings.Slim.ContractVersion()}");""";

    private const string Bindings = """
        using System.Runtime.InteropServices;
        namespace Bindings;
        public static class Slim
        {
            [DllImport("uniffi_slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")]
            public static extern uint ContractVersion();
        }
        """;

    private static readonly string BindingsProject = Consumer.Project(
        "<PackageId>Slim.Test.Bindings</PackageId><Version>{unique}</Version>", """<PackageReference Include="Slim.Native" Version="{version}" />""");

    private static readonly string OuterProject = Consumer.Project(
        $"<PackageId>Slim.Test.Outer</PackageId><Version>{{unique}}</Version>{Feed.Replace("feed", "../feed", StringComparison.Ordinal)}",
        """<PackageReference Include="Slim.Test.Bindings" Version="{unique}" />""");

    private static readonly Dictionary<string, string?> Library =
        new() { ["Bindings/Bindings.csproj"] = BindingsProject, ["Bindings/Slim.cs"] = Bindings };

    /// <summary>Managed bindings that bring a dynamic library of their own, which answers 7.</summary>
    private static readonly Dictionary<string, string?> WithDynamicLibrary = new()
    {
        ["Managed/theirs.c"] = "unsigned ffi_slim_bindings_uniffi_contract_version(void) { return 7; }",
        ["Managed/Slim.cs"] = Bindings,
        ["Managed/Managed.csproj"] = Consumer.Project(
            "<PackageId>Slim.Test.Managed</PackageId><Version>{unique}</Version>",
            """<None Include="libuniffi_slim_bindings.so" Pack="true" PackagePath="runtimes/linux-x64/native/" />"""),
    };

    private static readonly Row[] Rows =
    [
        new("PackageReference, dotnet publish -r linux-x64", "one file")
        {
            Aot = true, Properties = NoRid, Commands = ["publish -r linux-x64 -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("PackageReference, dotnet publish without a RID", "one file for this machine")
        {
            Aot = true, Properties = NoRid, Commands = ["publish -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("ProjectReference to a library that references the package", "one file")
        {
            Aot =
                true, Properties =
                    NoRid, Items =
                        """<ProjectReference Include="Bindings/Bindings.csproj" /><Compile Remove="Bindings/**" />""", Program =
                            Caller, Files = Library,
            Commands = ["publish App.csproj -r linux-x64 -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("PackageReference to a library that references the package", "one file")
        {
            Aot =
                true, Properties =
                    Feed, Items =
                        """<PackageReference Include="Slim.Test.Bindings" Version="{unique}" /><Compile Remove="Bindings/**" />""", Program =
                            Caller, Files = Library,
            Commands = ["pack Bindings -o feed", "publish App.csproj -r linux-x64 -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("PackageReference through two packages, dotnet run", "it runs")
        {
            Properties =
                Feed + ForLinux, Items =
                    """<PackageReference Include="Slim.Test.Outer" Version="{unique}" /><Compile Remove="Bindings/**;Outer/**" />""", Program =
                        Caller,
            Files = new Dictionary<string, string?>(Library) { ["Outer/Outer.csproj"] = OuterProject },
            Commands = ["pack Bindings -o feed", "pack Outer -o feed", "run --project App.csproj"], Prints = Consumer.Answer,
        },
        new("runtime.linux-x64.Slim.Native alone", "one file")
        {
            Aot = true, Properties = NoRid, Items = """<PackageReference Include="runtime.linux-x64.Slim.Native" Version="{version}" />""",
            Commands = ["publish -r linux-x64 -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("runtime.linux-x64.Slim.Native beside Slim.Native", "linked once")
        {
            Aot = true, Properties = NoRid,
            Items =
                """<PackageReference Include="runtime.linux-x64.Slim.Native" Version="{version}" /><PackageReference Include="Slim.Native" Version="{version}" />""",
            Commands = [
                "build -c Release -r linux-x64 -p:_IsPublishing=true -t:ResolveFrameworkReferences;ResolvePackageAssets;SetupOSSpecificProps -getItem:LinkerArg"],
            Holds = (_, result) => LinkedOnceAsync(result),
        },
        new("Directory.Build.props has the reference, dotnet run", "it runs")
        {
            Items = "",
            Files =
                new Dictionary<string, string?> { ["Directory.Build.props"] = """<Project><ItemGroup><PackageReference Include="Slim.Native" Version="{version}" /></ItemGroup></Project>""" },
            Commands = ["run"], Prints = Consumer.Answer,
        },
        new("central package versions, dotnet run", "it runs")
        {
            Items = """<PackageReference Include="Slim.Native" />""",
            Files = new Dictionary<string, string?>
            {
                ["Directory.Packages.props"] = """
                    <Project>
                      <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally><CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled></PropertyGroup>
                      <ItemGroup><PackageVersion Include="Slim.Native" Version="{version}" /></ItemGroup>
                    </Project>
                    """,
            },
            Commands = ["run"], Prints = Consumer.Answer,
        },
        new("bindings with a dynamic library of their own, dotnet run", "theirs is loaded")
        {
            Properties = Feed + ForLinux, Items = ManagedReference, Program = Caller, Files = WithDynamicLibrary, Before = LinkTheirsAsync,
            Commands = ["pack Managed -o feed", "run --project App.csproj"], Prints = "contract 7\n",
        },
        new("bindings with a dynamic library of their own, NativeAOT", "one file, without theirs")
        {
            Aot = true, Properties = Feed, Items = ManagedReference, Program = Caller, Files = WithDynamicLibrary, Before = LinkTheirsAsync,
            Commands = ["pack Managed -o feed", "publish App.csproj -r linux-x64 -o published"], Leaves = ["App"], Runs = "published/App",
        },
        new("the same, published by the target Publish of MSBuild", "one file, without theirs")
        {
            Aot =
                true, Properties =
                    Feed + ForLinux, Items = ManagedReference, Program = Caller, Files = WithDynamicLibrary, Before = LinkTheirsAsync,
            Commands = [
                "pack Managed -o feed",
                "msbuild App.csproj -restore -t:Publish -p:Configuration=Release -p:SelfContained=true -p:PublishDir=published/"], Leaves = ["App"], Runs = "published/App",
        },
    ];

    private const string ManagedReference = """
        <PackageReference Include="Slim.Native" Version="{version}" /><PackageReference Include="Slim.Test.Managed" Version="{unique}" /><Compile Remove="Managed/**" />
        """;

    public static IEnumerable<TheoryDataRow<string>> All => Row.Names(Rows);

    [Theory]
    [MemberData(nameof(All))]
    public Task Holds(string does) => matrix.HoldsAsync(job, Rows, does);

    private static Task<string> LinkTheirsAsync(Consumer consumer) => new Command(
        "gcc", "-shared", "-fPIC", "-o", Path.Combine(
            consumer.Folder, "Managed/libuniffi_slim_bindings.so"), Path.Combine(consumer.Folder, "Managed/theirs.c"))
        .OutputAsync(TestContext.Current.CancellationToken);

    private static Task LinkedOnceAsync(CommandResult result)
    {
        var arguments =
            JsonDocument.Parse(result.Output).RootElement.GetProperty("Items").GetProperty("LinkerArg").EnumerateArray().Select(
                item => item.GetProperty("Identity").GetString()!);
        Assert.Single(arguments, argument => argument.Contains("slim_bindings", StringComparison.Ordinal));
        return Task.CompletedTask;
    }
}
