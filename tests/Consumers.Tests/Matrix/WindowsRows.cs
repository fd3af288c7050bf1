using RuntimePacks.Smoke;
using RuntimePacks.Tools;

namespace Consumers.Tests.Matrix;

/// <summary>
/// Builds for win-x64 that are not NativeAOT's, as on Windows: the targets are told that it is what builds, lld-link is the linker,
/// and wine runs .NET's runtime for Windows with what it loads.
/// </summary>
public sealed class WindowsRows(MainJob job, ConsumerMatrix matrix) : IClassFixture<MainJob>
{
    private const string Build = "build -r win-x64 -p:_SlimNativeHost=win";

    /// <summary>Builds without the packs that run it.</summary>
    private const string Plain = "-p:UseAppHost=false -p:SelfContained=false";

    private static readonly Row[] Rows =
    [
        new("dotnet build for win-x64, as on Windows", "one instance, for both names of the library, and linked once")
        {
            Properties = "", Program = BuildRows.Counter, Before = consumer => VisualCpp.WriteLibrariesAsync(Libraries(consumer)),
            // The environment of a developer's prompt.
            Environment = consumer => new Dictionary<string, string?>(Dotnet.Environment) { ["LIB"] = Libraries(consumer) },
            Commands = [$"{Build} --self-contained -p:CppLinker=lld-link"], Holds = CountsOnAsync,
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

    private static string Libraries(Consumer consumer) => Path.Combine(consumer.Folder, "libraries");
}
