using RuntimePacks.Smoke;
using RuntimePacks.Tools;
using StaticLibraries.Objects;

namespace Testing;

/// <summary>
/// What Visual Studio brings to link with: the Windows SDK, and in the place of Visual C++'s static runtime wine's, which is a DLL, with
/// what a DLL has not from the folder beside this file.
/// </summary>
public static class VisualCpp
{
    /// <summary>Has NativeAOT call lld-link here, which does not know all that it is told, and so fails.</summary>
    public const string Publish =
        "publish -r win-x64 -p:DisableUnsupportedError=true -p:IlcUseEnvironmentalTools=true -p:CppLinker=lld-link";

    private static readonly string[] s_sdk = ["um/x64", "ucrt/x64"];

    /// <summary>Writes its libraries for x64 into a folder.</summary>
    /// <returns>The folder.</returns>
    public static async Task<string> WriteLibrariesAsync(string folder)
    {
        var cancel = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(folder);
        await new ImportLibraries(Repository.Tools, Machine.X86_64, folder).WriteFromWineAsync(["vcruntime140"], cancel);
        File.Move(Path.Combine(folder, "vcruntime140.lib"), Path.Combine(folder, "libvcruntime.lib"));

        var objects = new List<string>();
        var own = Directory.EnumerateFiles(Repository.PathOf("tests", "Testing", "VisualCpp"), "*.c");
        foreach (var source in own.Append(await StartSource.WriteAsync(StartSource.Windows, folder)))
        {
            objects.Add(Path.Combine(folder, Path.GetFileName(source) + ".o"));
            await new Command("clang", "--target=x86_64-pc-windows-msvc", "-ffreestanding", "-O1", "-c", "-o", objects[^1], source)
                .OutputAsync(cancel);
        }

        await new Command("llvm-ar", ["rcs", Path.Combine(folder, "libcmt.lib"), .. objects]).OutputAsync(cancel);

        // Capitals in names of files matter on Linux alone.
        File.CreateSymbolicLink(Path.Combine(folder, "LIBCMT.lib"), Path.Combine(folder, "libcmt.lib"));
        foreach (var library in s_sdk.SelectMany(part => Directory.EnumerateFiles(Path.Combine(CompiledObjects.WindowsSdkX64, part))))
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(library).ToLowerInvariant()), library);
        }

        return folder;
    }

    /// <summary>
    /// Links NativeAOT's program from the input that was written for Visual C++'s linker, less the options that lld-link does not know.
    /// A name that is missing, or there twice, fails the test.
    /// </summary>
    /// <param name="project">The folder of a project that was published so far.</param>
    /// <returns>The program's path.</returns>
    public static async Task<string> LinkAsync(string project)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(project, "obj/Release/net10.0/win-x64/native/link.rsp"));
        var input = lines.Where(line => !line.StartsWith("/SOURCELINK", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("/NATVIS", StringComparison.Ordinal))
            .Select(line => line.Replace("/NOEXP /NOIMPLIB ", "", StringComparison.Ordinal));
        var (program, response) = (Path.Combine(project, "App.exe"), Path.Combine(project, "link.rsp"));
        await File.WriteAllLinesAsync(response, [.. input, "/NODEFAULTLIB:libcpmt", "/NODEFAULTLIB:oldnames", "/OUT:App.exe"]);

        var libraries = await WriteLibrariesAsync(Path.Combine(project, "libraries"));
        var link = new Command("lld-link", "@link.rsp", $"/LIBPATH:{libraries}", "/errorlimit:0") { WorkingDirectory = project };
        (await link.RunAsync(TestContext.Current.CancellationToken)).Succeeded();
        return program;
    }

    /// <summary>Runs a program of .NET's under wine.</summary>
    public static async Task<CommandResult> RunAsync(string program)
    {
        // wine asks somebody when it makes the disk of Windows with the part that loads managed libraries.
        await Wine("wineboot", Runner.Wine.Environment).OutputAsync(TestContext.Current.CancellationToken);
        return (await Wine(program, new Dictionary<string, string?>(Runner.Wine.Environment) { ["WINEDLLOVERRIDES"] = "mshtml=" })
            .RunAsync(TestContext.Current.CancellationToken)).Succeeded();
    }

    private static Command Wine(string program, IReadOnlyDictionary<string, string?> environment) =>
        new(Repository.Tools["wine64"].Find()!, program) { Environment = environment };
}
