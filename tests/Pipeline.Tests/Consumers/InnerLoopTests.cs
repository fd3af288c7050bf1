using RuntimePacks.Tools;

namespace Pipeline.Tests.Consumers;

/// <summary>Builds that are not NativeAOT's: a shared library is linked from the same archive.</summary>
public sealed class InnerLoopTests(MainJob job)
{
    /// <summary>Calls a function that counts in the library's own memory by both of its names.</summary>
    private const string Counter = """
        using System.Runtime.InteropServices;
        Status status = default;
        Console.WriteLine($"{One.Next(ref status)} {Other.Next(ref status)} {One.Next(ref status)}");
        internal struct Status { public sbyte Code; public ulong Capacity, Length; public nint Data; }
        internal static class One { [DllImport("slim_bindings", EntryPoint = "uniffi_slim_bindings_fn_func_thread_local_next")] public static extern uint Next(ref Status status); }
        internal static class Other { [DllImport("uniffi_slim_bindings", EntryPoint = "uniffi_slim_bindings_fn_func_thread_local_next")] public static extern uint Next(ref Status status); }
        """;

    [Theory]
    [InlineData("<RuntimeIdentifier>linux-x64</RuntimeIdentifier>", false)]
    [InlineData("<RuntimeIdentifiers>linux-arm64;linux-x64</RuntimeIdentifiers>", false)]
    [InlineData("", true)]
    public async Task Run_reaches_one_instance_by_all_names(string properties, bool aot)
    {
        using var consumer = new Consumer(job, "inner loop");
        consumer.WriteApp(properties, aot: aot);
        consumer.Write("Program.cs", Counter);
        var run = await consumer.DotnetAsync("run");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var numbers = run.Output.Split(' ', StringSplitOptions.TrimEntries).Select(int.Parse).ToList();
        Assert.Equal([numbers[0], numbers[0] + 1, numbers[0] + 2], numbers);
    }

    [Theory]
    [InlineData("build", "libslim_bindings.so")]
    [InlineData("publish", "App")]
    public async Task It_is_linked_once_and_again_when_the_package_changes(string command, string name)
    {
        using var consumer = new Consumer(job);
        var feed = await PackAgainAsync(Path.Combine(consumer.Folder, "feed"));
        consumer.WriteApp(
            $"<RuntimeIdentifier>linux-x64</RuntimeIdentifier><RestoreAdditionalProjectSources>{feed}</RestoreAdditionalProjectSources>",
            $"""<PackageReference Include="Slim.Native" Version="$(Wanted)" />""", aot: command == "publish");
        async Task<DateTime> LinkAsync(string version)
        {
            var result = await consumer.DotnetAsync(command, $"-p:Wanted={version}");
            Assert.True(result.ExitCode == 0, result.Output);
            var linked = Directory.GetFiles(consumer.Folder, name, SearchOption.AllDirectories).Single(path => path.Contains(command == "build" ? "/obj/" : "/native/", StringComparison.Ordinal));
            return File.GetLastWriteTimeUtc(linked);
        }

        var first = await LinkAsync(job.Version);
        Assert.Equal(first, await LinkAsync(job.Version));
        var second = await LinkAsync("0.0.1.1");
        Assert.True(second > first);
        Assert.True(await LinkAsync(job.Version) > second);
    }

    [Fact]
    public async Task Tests_call_the_library()
    {
        using var consumer = new Consumer(job);
        consumer.Write("Calls.csproj", Consumer.Project(
            "<OutputType>Exe</OutputType><RuntimeIdentifier>linux-x64</RuntimeIdentifier>",
            consumer.Reference("Slim.Native") + """<PackageReference Include="xunit.v3" Version="4.0.2" />"""));
        consumer.Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
        consumer.Write("Calls.cs", """
            using System.Runtime.InteropServices;
            public class LibraryCalls
            {
                [Xunit.Fact] public void Contract() => Xunit.Assert.Equal(30u, ContractVersion());
                [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")] private static extern uint ContractVersion();
            }
            """);
        var result = await consumer.DotnetAsync("test");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("succeeded: 1", result.Output);
    }

    [Theory]
    [InlineData("--self-contained", "false")]
    [InlineData("-p:PublishSingleFile=true", "--self-contained")]
    public async Task A_publish_without_NativeAOT_carries_the_library(params string[] options)
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp(aot: false);
        await consumer.PublishAsync(["-r", "linux-x64", .. options]);
        Assert.Contains("libslim_bindings.so", consumer.Published);
        Assert.Equal(Consumer.Answer, await consumer.RunAsync());
    }

    [Fact]
    public async Task NativeAOT_after_a_build_leaves_no_shared_library_behind()
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp();
        Assert.Equal(0, (await consumer.DotnetAsync("build", "-c", "Release", "-r", "linux-x64")).ExitCode);
        await consumer.PublishAsync("-r", "linux-x64");
        await consumer.OneSelfContainedFileAsync();
        Assert.Equal(Consumer.Answer, await consumer.RunAsync());
    }

    [Fact]
    public async Task Bindings_that_bring_a_dynamic_library_keep_it_until_NativeAOT_links_ours()
    {
        using var consumer = new Consumer(job);
        var version = $"1.0.0-{Path.GetFileName(consumer.Folder)}";
        consumer.Write("Managed/theirs.c", "unsigned ffi_slim_bindings_uniffi_contract_version(void) { return 7; }");
        await new Command("gcc", "-shared", "-fPIC", "-o", Path.Combine(consumer.Folder, "Managed/libuniffi_slim_bindings.so"), Path.Combine(consumer.Folder, "Managed/theirs.c")).OutputAsync(TestContext.Current.CancellationToken);
        consumer.Write("Managed/Managed.csproj", Consumer.Project(
            $"<PackageId>Slim.Test.Managed</PackageId><Version>{version}</Version>",
            """<None Include="libuniffi_slim_bindings.so" Pack="true" PackagePath="runtimes/linux-x64/native/" />"""));
        consumer.Write("Managed/Bindings.cs", """
            using System.Runtime.InteropServices;
            namespace Managed;
            public static class Slim { [DllImport("uniffi_slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")] public static extern uint ContractVersion(); }
            """);
        var feed = Path.Combine(consumer.Folder, "feed");
        var pack = await consumer.DotnetAsync("pack", "Managed", "-o", feed);
        Assert.True(pack.ExitCode == 0, pack.Output);

        consumer.WriteApp(
            $"<RestoreAdditionalProjectSources>{feed}</RestoreAdditionalProjectSources>",
            consumer.Reference("Slim.Native") + $"""<PackageReference Include="Slim.Test.Managed" Version="{version}" /><Compile Remove="Managed/**" />""");
        consumer.Write("Program.cs", """Console.WriteLine($"contract {Managed.Slim.ContractVersion()}");""");
        var run = await consumer.DotnetAsync("run", "--project", "App.csproj", "-r", "linux-x64");
        Assert.Equal("contract 7\n", run.Output);

        await consumer.PublishAsync("App.csproj", "-r", "linux-x64");
        await consumer.OneSelfContainedFileAsync();
        Assert.Equal(Consumer.Answer, await consumer.RunAsync());
    }

    /// <summary>The same release again, as a packaging fix, in which the library is as it was built.</summary>
    private async Task<string> PackAgainAsync(string output)
    {
        var packed = await Repository.BuildAsync("--from", job.Sample, "--rids", "linux-x64", "--slim", "strip", "--package-version", "0.0.1.1", "--target", "Pack", "--output", output);
        Assert.True(packed.ExitCode == 0, packed.Output + packed.Error);
        return Path.Combine(output, "packages");
    }
}
