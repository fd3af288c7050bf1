using Testing.Feeds;
using Testing.GitHub;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Feeds;

/// <summary>The whole of it: from a release on a GitHub to a feed, and from that feed to a program that runs.</summary>
public sealed class ReleaseTargetTests
{
    private const string Version = "7.4.1";
    private const string Asset = "slim-bindings-x86_64-unknown-linux-gnu.zip";

    /// <summary>A library with a contract version of its own, so that what answers below can be no other one.</summary>
    private const string Library = """
        #[no_mangle] pub extern "C" fn ffi_slim_bindings_uniffi_contract_version() -> u32 { 74 }
        #[no_mangle] pub extern "C" fn uniffi_slim_bindings_fn_func_panics() -> u32 { std::panic::catch_unwind(|| panic!("caught")).is_err() as u32 }
        """;

    private static readonly string Scratch = Path.Combine(Repository.Scratch, "feeds");

    [Fact]
    public async Task Release_takes_a_release_from_GitHub_to_a_feed_that_a_consumer_restores_from()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux()
                && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64,
            "the consumer's program is for linux-x64");
        await using var lab = await FeedLab.StartAsync();
        lab.Server.Key = Secret.Key;
        lab.Server.ShowAfter = TimeSpan.FromSeconds(1);
        await using var gitHub = await GitHubServer.StartAsync("none");
        PublishedRepository.Attach(
            gitHub.Add("agntcy/slim-bindings").Publish($"slim-bindings-v{Version}"), Asset, await LibraryZipAsync(lab.Folder));
        var output = Path.Combine(Scratch, "release");

        var release = await new Command(
            BuildProgram.Script, "--target", "Release", "--release", Version, "--lock", Path.Combine(lab.Folder, "slim.lock.json"),
            "--github-url", gitHub.Web, "--feed", "loopback", "--output", output)
        {
            WorkingDirectory = lab.Folder,
            Environment =
                new Dictionary<string, string?> { ["SLIM_NATIVE_CACHE"] = Path.Combine(lab.Folder, "cache"), ["GITHUB_TOKEN"] = null, ["GH_TOKEN"] = null },
        }.RunAsync(TestContext.Current.CancellationToken);

        lab.Said.Enqueue(release.Output + release.Error);
        release.Succeeded();
        Assert.Contains($"2 packages are on {lab.Server.Index}\n", release.Output, StringComparison.Ordinal);
        Assert.Equal(["runtime.linux-x64.Slim.Native", "Slim.Native"], lab.Server.Packages.Select(package => package.Id));
        Assert.Equal("the program says 74, 1\n", await ConsumeAsync(lab));
    }

    private static async Task<string> ConsumeAsync(FeedLab lab)
    {
        // NativeAOT's own packages stay from run to run; ours come from the feed each time, and from nowhere else.
        var nuget = Path.Combine(Scratch, "nuget");
        foreach (var package in lab.Server.Packages.Select(package => Path.Combine(nuget, package.LowerId)).Where(Directory.Exists))
        {
            Directory.Delete(package, recursive: true);
        }

        var consumer = Directory.CreateTempSubdirectory("feeds-tests-consumer-").FullName; // the lab's own NuGet.config has no other source
        await File.WriteAllTextAsync(Path.Combine(consumer, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="loopback" value="{lab.Server.Index}" protocolVersion="3" allowInsecureConnections="true" />
              </packageSources>
              <config><add key="globalPackagesFolder" value="{nuget}" /></config>
            </configuration>
            """);
        await File.WriteAllTextAsync(Path.Combine(consumer, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><PublishAot>true</PublishAot><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>
              <ItemGroup><PackageReference Include="Slim.Native" Version="{Version}" /></ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(consumer, "Program.cs"), """
            using System.Runtime.InteropServices;
            System.Console.WriteLine($"the program says {Slim.ContractVersion()}, {Slim.Panics()}");
            static class Slim
            {
                [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")] public static extern uint ContractVersion();
                [DllImport("slim_bindings", EntryPoint = "uniffi_slim_bindings_fn_func_panics")] public static extern uint Panics();
            }
            """);
        var published = Path.Combine(consumer, "published");
        (await Dotnet.RunAsync(consumer, "publish", "-r", "linux-x64", "-o", published)).Succeeded();
        var said = await new Command(Path.Combine(published, "App")).OutputAsync(TestContext.Current.CancellationToken);
        Directory.Delete(consumer, recursive: true);
        return said;
    }

    /// <summary>A release's zip with a real Rust library, the standard library inside.</summary>
    private static async Task<byte[]> LibraryZipAsync(string folder)
    {
        var (source, library) = (Path.Combine(folder, "lib.rs"), Path.Combine(folder, "libslim_bindings_x86_64_linux_gnu.a"));
        await File.WriteAllTextAsync(source, Library);
        await new Command(
            await Repository.Tools.RequireAsync("rustc"), "--crate-type", "staticlib", "--crate-name", "slim_bindings", "-C", "opt-level=2",
            "-o", library, source).OutputAsync();
        return SmallLibrary.Zip(library);
    }
}
