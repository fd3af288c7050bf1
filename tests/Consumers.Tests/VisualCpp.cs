using RuntimePacks.Smoke;
using RuntimePacks.Tools;
using StaticLibraries.Objects;

namespace Consumers.Tests;

/// <summary>
/// What Visual Studio brings to link with: of Visual C++'s runtime wine has what it does as DLLs, and the folder beside this file what is
/// only linked. wine's DLLs say what Windows' libraries hold, too.
/// </summary>
internal static class VisualCpp
{
    private static readonly string[] s_windows = [
        "kernel32", "advapi32", "ws2_32", "synchronization", "crypt32", "bcrypt", "ntdll", "userenv", "ucrtbase"];

    /// <summary>Writes the runtime's libraries into a folder.</summary>
    public static async Task WriteRuntimeAsync(string folder)
    {
        var cancel = TestContext.Current.CancellationToken;
        await new ImportLibraries(Repository.Tools, Machine.X86_64, folder).WriteFromWineAsync(["vcruntime140"], cancel);
        File.Move(Path.Combine(folder, "vcruntime140.lib"), Path.Combine(folder, "libvcruntime.lib"));

        var objects = new List<string>();
        var own = Directory.EnumerateFiles(Repository.PathOf("tests", "Consumers.Tests", "VisualCpp"), "*.c");
        foreach (var source in own.Append(await StartSource.WriteAsync(StartSource.Windows, folder)))
        {
            objects.Add(Path.Combine(folder, Path.GetFileName(source) + ".o"));
            await new Command("clang", "--target=x86_64-pc-windows-msvc", "-ffreestanding", "-O1", "-c", "-o", objects[^1], source)
                .OutputAsync(cancel);
        }

        await new Command("llvm-ar", ["rcs", Path.Combine(folder, "libcmt.lib"), .. objects]).OutputAsync(cancel);
        // Names of files are of any case on Windows.
        File.CreateSymbolicLink(Path.Combine(folder, "LIBCMT.lib"), Path.Combine(folder, "libcmt.lib"));
    }

    /// <summary>Writes the runtime's libraries, and those of Windows, into a folder of a consumer's.</summary>
    public static async Task WriteAllAsync(Consumer consumer)
    {
        var folder = Directory.CreateDirectory(Folder(consumer)).FullName;
        await WriteRuntimeAsync(folder);
        await new ImportLibraries(Repository.Tools, Machine.X86_64, folder)
            .WriteFromWineAsync(s_windows, TestContext.Current.CancellationToken);
        File.Move(Path.Combine(folder, "ucrtbase.lib"), Path.Combine(folder, "ucrt.lib"));
    }

    /// <summary>The environment of a developer's prompt, in which a linker finds what was written.</summary>
    public static IReadOnlyDictionary<string, string?> Prompt(Consumer consumer) =>
        new Dictionary<string, string?>(Dotnet.Environment) { ["LIB"] = Folder(consumer) };

    /// <summary>Runs a program of .NET's under wine.</summary>
    public static async Task<CommandResult> RunAsync(string program)
    {
        // wine asks somebody when it makes the disk of Windows with the part that loads managed libraries.
        await Wine("wineboot", Runner.Wine.Environment).OutputAsync(TestContext.Current.CancellationToken);
        return (await Wine(program, new Dictionary<string, string?>(Runner.Wine.Environment) { ["WINEDLLOVERRIDES"] = "mshtml=" })
            .RunAsync(TestContext.Current.CancellationToken)).Succeeded();
    }

    private static string Folder(Consumer consumer) => Path.Combine(consumer.Folder, "visual-cpp");

    private static Command Wine(string program, IReadOnlyDictionary<string, string?> environment) =>
        new(Repository.Tools["wine64"].Find()!, program) { Environment = environment };
}
