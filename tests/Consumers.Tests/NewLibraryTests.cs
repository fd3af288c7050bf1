
namespace Consumers.Tests;

/// <summary>A library that is not SLIM, from its definition alone.</summary>
public sealed class NewLibraryTests(MainJob job, NewLibrary library) : IClassFixture<MainJob>, IClassFixture<NewLibrary>
{
    /// <summary>Calls both libraries, and has both panic and unwind.</summary>
    private const string Both = """
        using System.Runtime.InteropServices;
        Status status = default;
        Native.Panic(3, default, ref status);
        Console.WriteLine($"contract {Native.ContractVersion()}, panic {status.Code}, unwinds {Native.Unwinds()}, length {Native.Length(Native.New())}");
        internal struct Buffer { public ulong Capacity, Length; public nint Data; }
        internal struct Status { public sbyte Code; public Buffer Error; }
        internal static class Native
        {
            [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")] public static extern uint ContractVersion();
            [DllImport("slim_bindings", EntryPoint = "uniffi_slim_bindings_fn_func_panic_below")] public static extern void Panic(uint depth, Buffer message, ref Status status);
            [DllImport("tally", EntryPoint = "tally_new")] public static extern nint New();
            [DllImport("tally", EntryPoint = "tally_len")] public static extern nuint Length(nint tally);
            [DllImport("tally", EntryPoint = "tally_unwinds")] public static extern uint Unwinds();
        }
        """;

    [Fact]
    public void The_page_about_it_leads_to_a_program_that_runs()
    {
        Assert.EndsWith("3 different words\n", library.Answer);
        Assert.Equal(
            ["Tally.Native.1.0.0.nupkg", "Tally.Native.runtime.linux-x64.1.0.0.nupkg"],
            Directory.GetFiles(library.Packages).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_program_uses_both_libraries()
    {
        using var consumer = new Consumer(job, "two libraries");
        consumer.WriteApp(
            $"<RestoreAdditionalProjectSources>{library.Packages}</RestoreAdditionalProjectSources>",
            consumer.Reference("Slim.Native") + """<PackageReference Include="Tally.Native" Version="1.0.0" />""");
        consumer.Write("Program.cs", Both);
        await consumer.PublishAsync("-r", "linux-x64");
        await consumer.OneSelfContainedFileAsync();
        Assert.Equal("contract 30, panic 2, unwinds 1, length 0\n", await consumer.RunAsync());
    }
}
