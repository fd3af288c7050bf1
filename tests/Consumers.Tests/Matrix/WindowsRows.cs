using RuntimePacks.Smoke;
using RuntimePacks.Tools;

namespace Consumers.Tests.Matrix;

/// <summary>
/// Builds for win-x64, as on Windows: lld-link is the linker, and wine runs what was built, NativeAOT's programs and .NET's runtime for
/// Windows with what it loads. The targets are told that Windows is what builds.
/// </summary>
public sealed class WindowsRows(MainJob job, ConsumerMatrix matrix) : IClassFixture<MainJob>
{
    private const string WindowsSdk = "10.0.26100.9169";

    private const string Build = "build -r win-x64 -p:_SlimNativeHost=win";

    /// <summary>Builds without the packs that run it.</summary>
    private const string Plain = "-p:UseAppHost=false -p:SelfContained=false";

    /// <summary>The folders with its libraries.</summary>
    private static readonly string[] s_sdk = ["um/x64", "ucrt/x64"];

    private static readonly Row[] Rows =
    [
        new("dotnet build for win-x64, as on Windows", "one instance, for both names of the library, and linked once")
        {
            Properties = "", Program = BuildRows.Counter, Before = VisualCpp.WriteAllAsync, Environment = VisualCpp.Prompt,
            Commands = [$"{Build} --self-contained -p:CppLinker=lld-link"], Holds = CountsOnAsync,
        },
        new("NativeAOT for win-x64, linked by lld-link with the Windows SDK", "one file that runs")
        {
            Properties = "<PublishAot>true</PublishAot>", Program = PlatformRows.Panics,
            Items = $"""
                <PackageReference Include="Slim.Native" Version="{"{version}"}" />
                <PackageDownload Include="Microsoft.Windows.SDK.CPP.x64" Version="[{WindowsSdk}]" />
                """,
            // NativeAOT compiles for Windows here; its linker would be MSVC's, and lld-link does not know all that it is told.
            Commands = ["publish -r win-x64 -p:DisableUnsupportedError=true -p:IlcUseEnvironmentalTools=true -p:CppLinker=lld-link"],
            Fails = true, Codes = ["MSB3073"], Holds = LinksAsync,
        },
        new("dotnet build, as on a Windows without Visual Studio and lld-link", "SLIM1004")
        {
            Properties = "", Commands = [$"{Build} {Plain} -p:CppLinker=no-linker"], Fails = true, Codes = ["SLIM1004"],
            Says = ["is linked with no-linker, and there is none", "winget install"],
        },
        new("dotnet build, as on a Windows without Visual C++'s libraries", "SLIM1008")
        {
            Properties = "", Commands = [$"{Build} {Plain} -p:CppLinker=lld-link"], Fails = true, Codes = ["SLIM1008"],
            Says = ["no C library for x86_64-pc-windows-msvc", "winget install"],
        },
    ];

    public static IEnumerable<TheoryDataRow<string>> All => Row.Names(Rows);

    [Theory]
    [MemberData(nameof(All))]
    public Task Holds(string does) => matrix.HoldsAsync(job, Rows, does);

    private static async Task CountsOnAsync(Consumer consumer, CommandResult built)
    {
        const string Bin = "bin/Debug/net10.0/win-x64";
        await BuildRows.CountsOnAsync(consumer, await VisualCpp.RunAsync(Path.Combine(consumer.Folder, Bin, "App.exe")));
        // Windows looks for what a library imports beside it, and for what it forwards to beside the program.
        Assert.Equal(
            ["slim_bindings.dll"], SystemLibraries.ImageOf(Path.Combine(consumer.Folder, Bin, "uniffi_slim_bindings.dll")).Needed);
        Assert.Equal(
            ["slim_bindings.dll", "uniffi_slim_bindings.dll"],
            Directory.EnumerateFiles(Path.Combine(consumer.Folder, Bin), "*slim*").Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var linked = consumer.Time($"{Bin}/slim_bindings.dll");
        consumer.Write("Program.cs", "Console.WriteLine();");
        (await consumer.DotnetAsync([.. Build.Split(' '), "--no-restore", "--self-contained", "-p:CppLinker=lld-link"])).Succeeded();
        Assert.Equal(linked, consumer.Time($"{Bin}/slim_bindings.dll"));
    }

    /// <summary>The very input that NativeAOT wrote for MSVC's linker, less the options that lld-link does not know.</summary>
    private static async Task LinksAsync(Consumer consumer, CommandResult result)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(consumer.Folder, "obj/Release/net10.0/win-x64/native/link.rsp"));
        Assert.Contains(lines, line => line.Contains("slim_bindings_x86_64_windows_msvc.lib", StringComparison.Ordinal));
        var input = lines.Where(
            line => !line.StartsWith("/SOURCELINK", StringComparison.Ordinal) && !line.StartsWith("/NATVIS", StringComparison.Ordinal))
            .Select(line => line.Replace("/NOEXP /NOIMPLIB ", "", StringComparison.Ordinal));
        consumer.Write("link.rsp", string.Join('\n', [.. input, "/NODEFAULTLIB:libcpmt", "/NODEFAULTLIB:oldnames", "/OUT:App.exe"]));

        var libraries = Directory.CreateDirectory(Path.Combine(consumer.Folder, "libraries")).FullName;
        await VisualCpp.WriteRuntimeAsync(libraries);
        // The SDK's libraries have capitals in their names, which matter on Linux alone.
        var sdk = consumer.Expand($"{{cache}}/microsoft.windows.sdk.cpp.x64/{WindowsSdk}/c");
        foreach (var library in s_sdk.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(sdk, folder))))
        {
            File.CreateSymbolicLink(Path.Combine(libraries, Path.GetFileName(library).ToLowerInvariant()), library);
        }

        var link = new Command("lld-link", "@link.rsp", "/LIBPATH:libraries", "/errorlimit:0") { WorkingDirectory = consumer.Folder };
        (await link.RunAsync(TestContext.Current.CancellationToken)).Succeeded();
        Assert.Equal("contract 30, panic 2", (await VisualCpp.RunAsync(Path.Combine(consumer.Folder, "App.exe"))).Output.Trim());
    }
}
