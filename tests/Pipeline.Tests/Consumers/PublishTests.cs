using System.Text.Json;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Consumers;

/// <summary>Projects that publish with NativeAOT, and run.</summary>
public sealed class PublishTests(MainJob job)
{
    [Fact]
    public async Task Without_a_RID_it_publishes_for_the_machine_itself()
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp();
        await consumer.PublishAsync();
        await consumer.OneSelfContainedFileAsync();
        Assert.Equal(Consumer.Answer, await consumer.RunAsync());
    }

    [Fact]
    public async Task It_links_across_for_arm64_and_runs_there()
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp();
        await consumer.PublishAsync("-r", "linux-arm64");
        await consumer.OneSelfContainedFileAsync();
        var qemu = Repository.Tools["qemu-aarch64"].Find()!;
        var output = await new Command(qemu, "-L", "/usr/aarch64-linux-gnu", Path.Combine(consumer.PublishFolder, "App")).OutputAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Consumer.Answer, output);
    }

    [Fact]
    public async Task The_PInvoke_may_be_in_a_referenced_project_that_alone_references_the_package()
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp(items: """<ProjectReference Include="Bindings/Bindings.csproj" /><Compile Remove="Bindings/**" />""");
        WriteBindings(consumer);
        await consumer.PublishAsync("App.csproj", "-r", "linux-x64");
        await consumer.OneSelfContainedFileAsync();
        Assert.Equal(Consumer.Answer, await consumer.RunAsync());
    }

    [Fact]
    public async Task The_PInvoke_may_be_in_a_package_that_alone_references_ours()
    {
        using var consumer = new Consumer(job);
        WriteBindings(consumer);
        var feed = Path.Combine(consumer.Folder, "feed");
        var pack = await consumer.DotnetAsync("pack", "Bindings", "-o", feed);
        Assert.True(pack.ExitCode == 0, pack.Output);
        Assert.DoesNotContain("warning SLIM", pack.Output);

        consumer.WriteApp($"<RestoreAdditionalProjectSources>{feed}</RestoreAdditionalProjectSources><RestorePackagesPath>{job.PackagesCache}</RestorePackagesPath>", $"""<PackageReference Include="Slim.Test.Bindings" Version="1.0.0-{Path.GetFileName(consumer.Folder)}" /><Compile Remove="Bindings/**" />""");
        WriteCaller(consumer);
        await consumer.PublishAsync("App.csproj", "-r", "linux-x64");
        await consumer.OneSelfContainedFileAsync();
        Assert.Equal(Consumer.Answer, await consumer.RunAsync());
    }

    [Theory]
    [InlineData("runtime.linux-x64.Slim.Native")]
    [InlineData("runtime.linux-x64.Slim.Native", "Slim.Native")]
    public async Task A_reference_to_the_runtime_package_itself_links_it_once(params string[] packages)
    {
        using var consumer = new Consumer(job);
        consumer.WriteApp(items: string.Concat(packages.Select(consumer.Reference)));
        await consumer.PublishAsync("-r", "linux-x64");
        await consumer.OneSelfContainedFileAsync();
        Assert.Equal(Consumer.Answer, await consumer.RunAsync());

        var items = await consumer.DotnetAsync("publish", "-r", "linux-x64", "-getItem:LinkerArg");
        var arguments = JsonDocument.Parse(items.Output).RootElement.GetProperty("Items").GetProperty("LinkerArg").EnumerateArray();
        Assert.Single(arguments, argument => argument.GetProperty("Identity").GetString()!.Contains("slim_bindings", StringComparison.Ordinal));
    }

    /// <summary>A library project whose P/Invoke is public, and an app that calls it.</summary>
    private static void WriteBindings(Consumer consumer)
    {
        consumer.Write("Bindings/Bindings.csproj", Consumer.Project(
            $"<PackageId>Slim.Test.Bindings</PackageId><Version>1.0.0-{Path.GetFileName(consumer.Folder)}</Version>", consumer.Reference("Slim.Native")));
        consumer.Write("Bindings/Slim.cs", """
            using System.Runtime.InteropServices;
            namespace Bindings;
            public static class Slim
            {
                [DllImport("uniffi_slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")]
                public static extern uint ContractVersion();
            }
            """);
        WriteCaller(consumer);
    }

    private static void WriteCaller(Consumer consumer) => consumer.Write("Program.cs", """Console.WriteLine($"contract {Bindings.Slim.ContractVersion()}");""");
}
