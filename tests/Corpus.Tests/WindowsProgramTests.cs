using System.IO.Compression;
using RuntimePacks.Tools;

namespace Corpus.Tests;

/// <summary>
/// NativeAOT's program for win-x64 with real Rust inside: NativeAOT's own libraries and Rust's std in one link, in which nothing is
/// missing and nothing there twice, and a program in which panics of one and exceptions of the other unwind.
/// </summary>
public sealed class WindowsProgramTests : IDisposable
{
    private const string Library = "small/x86_64-pc-windows-msvc-release";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_links_whole_and_runs()
    {
        await PackAsync();
        WriteProject();
        var published = await Dotnet.RunAsync(_folder.Path, VisualCpp.Publish.Split(' '));
        Assert.Contains("error MSB3073", published.Output, StringComparison.Ordinal);

        var program = await VisualCpp.LinkAsync(_folder.Path);
        Assert.Equal("contract 30, panic 2, caught", (await VisualCpp.RunAsync(program)).Output.Trim());
    }

    /// <summary>A release of the one library, in a version that no other packages of the tests have.</summary>
    private async Task PackAsync()
    {
        var index = await BuiltCorpus.WithAsync(Library);
        var release = Directory.CreateDirectory(_folder["release"]).FullName;
        using (var zip = ZipFile.Open(Path.Combine(release, "slim-bindings-x86_64-pc-windows-msvc.zip"), ZipArchiveMode.Create))
        {
            zip.CreateEntryFromFile(index.PathOf(index[Library]), "slim_bindings_x86_64_windows_msvc.lib");
        }

        await BuildProgram.SucceedsAsync(
            "--from", release, "--release", "1.0.0", "--rids", "win-x64", "--target", "Pack", "--output", _folder["pipeline"],
            "--lock", _folder["lock.json"]);
    }

    private void WriteProject()
    {
        _folder.Write("App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <PublishAot>true</PublishAot>
                <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
              </PropertyGroup>
              <ItemGroup><Compile Include="Program.cs" /><PackageReference Include="Slim.Native" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        _folder.Write("Program.cs", """
            using System.Runtime.InteropServices;
            Status status = default;
            Slim.PanicBelow(5, default, ref status);
            Console.Write($"contract {Slim.ContractVersion()}, panic {status.Code}, ");
            try { throw new InvalidOperationException(); }
            catch (InvalidOperationException) { Console.WriteLine("caught"); }
            internal struct Text { public ulong Capacity, Length; public nint Data; }
            internal struct Status { public sbyte Code; public Text Error; }
            internal static class Slim
            {
                [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")]
                public static extern uint ContractVersion();
                [DllImport("slim_bindings", EntryPoint = "uniffi_slim_bindings_fn_func_panic_below")]
                public static extern uint PanicBelow(uint frames, Text message, ref Status status);
            }
            """);
        _folder.Write("nuget.config", $"""
            <configuration>
              <packageSources><add key="packed" value="pipeline/packages" /></packageSources>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders>
                <add key="cache" value="{Directory.CreateDirectory(MainJob.PackagesCache)}" />
              </fallbackPackageFolders>
            </configuration>
            """);
    }
}
