using RuntimePacks.Smoke;
using RuntimePacks.Tools;
using StaticLibraries.Objects;

namespace Consumers.Tests;

/// <summary>
/// What Visual Studio brings to link with, in a consumer's folder: wine's DLLs say what Windows' libraries hold and do what Visual C++'s
/// runtime does, less what that does when a DLL is loaded.
/// </summary>
internal static class VisualCpp
{
    private const string Libraries = "visual-cpp";

    private static readonly string[] s_windows = [
        "kernel32", "advapi32", "ws2_32", "synchronization", "crypt32", "bcrypt", "ntdll", "userenv"];

    /// <summary>The name of each library of the runtime that is linked, and the DLL of wine's that has its functions.</summary>
    private static readonly Dictionary<string, string> s_runtime = new() { ["libvcruntime"] = "vcruntime140", ["ucrt"] = "ucrtbase" };

    /// <summary>Nothing is done when the DLL is loaded: what the libraries of the tests need then, the system does.</summary>
    private const string Entry = """
        int main(void) { return 0; }
        int _DllMainCRTStartup(void *module, unsigned reason, void *reserved) { return 1; }
        """;

    public static async Task BringAsync(Consumer consumer)
    {
        var (tools, cancel) = (Repository.Tools, TestContext.Current.CancellationToken);
        var folder = Directory.CreateDirectory(Path.Combine(consumer.Folder, Libraries)).FullName;
        await new ImportLibraries(tools, Machine.X86_64, folder).WriteFromWineAsync([.. s_windows, .. s_runtime.Values], cancel);
        foreach (var (library, dll) in s_runtime) File.Move(Path.Combine(folder, dll + ".lib"), Path.Combine(folder, library + ".lib"));

        consumer.Write($"{Libraries}/entry.c", Entry);
        foreach (var source in new[] { await StartSource.WriteAsync(StartSource.Windows, folder), Path.Combine(folder, "entry.c") })
        {
            await new Command("clang", "--target=x86_64-pc-windows-msvc", "-ffreestanding", "-O1", "-c", "-o", source + ".o", source)
                .OutputAsync(cancel);
        }

        await new Command("llvm-ar", "rcs", "libcmt.lib", "windows.c.o", "entry.c.o") { WorkingDirectory = folder }.OutputAsync(cancel);
    }

    /// <summary>The environment of a developer's prompt.</summary>
    public static IReadOnlyDictionary<string, string?> Prompt(Consumer consumer) =>
        new Dictionary<string, string?>(Dotnet.Environment) { ["LIB"] = Path.Combine(consumer.Folder, Libraries) };

    /// <summary>Runs a program of .NET under wine.</summary>
    public static async Task<CommandResult> RunAsync(string program)
    {
        // The disk of Windows is made without, or else somebody has to be asked; .NET's programs are then loaded with it.
        await Wine("wineboot", Runner.Wine.Environment).OutputAsync(TestContext.Current.CancellationToken);
        return (await Wine(program, new Dictionary<string, string?>(Runner.Wine.Environment) { ["WINEDLLOVERRIDES"] = "mshtml=" })
            .RunAsync(TestContext.Current.CancellationToken)).Succeeded();
    }

    private static Command Wine(string program, IReadOnlyDictionary<string, string?> environment) =>
        new(Repository.Tools["wine64"].Find()!, program) { Environment = environment };
}
