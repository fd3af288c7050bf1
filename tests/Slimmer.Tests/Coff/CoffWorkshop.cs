using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RuntimePacks.Tools;
using StaticLibraries.Libraries;
using StaticLibraries.Slimming;

namespace Slimmer.Tests.Coff;

/// <summary>
/// A folder in which a test compiles a library for Windows, slims it, links programs with it and runs them with wine; deleted after it.
/// </summary>
internal sealed partial class CoffWorkshop : IDisposable
{
    public const string Microsofts = "x86_64-pc-windows-msvc", Arms = "aarch64-pc-windows-msvc", MinGW = "x86_64-w64-windows-gnu";

    /// <summary>Makes the disk of Windows, once, before several programs look for it at a time.</summary>
    private static readonly Lazy<Task> s_disk = new(() => WineAsync("wineboot", Path.GetTempPath()));

    private static readonly Dictionary<string, string?> s_environment = new()
    {
        ["WINEDEBUG"] = "-all",
        ["WINEPREFIX"] = Path.Combine(Path.GetTempPath(), "slimmer-tests-wine"),
        // Nobody is there to be asked whether .NET and a browser are to be downloaded.
        ["WINEDLLOVERRIDES"] = "mscoree,mshtml=",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("slimmer-tests-").FullName;

    public static string Inputs { get; } = Path.Combine(AppContext.BaseDirectory, "inputs");

    public string this[string name] => Path.Combine(_folder, name);

    public async Task<string> RunAsync(string tool, params IEnumerable<string> arguments) =>
        (await new Command(tool, arguments) { WorkingDirectory = _folder }.OutputAsync(TestContext.Current.CancellationToken)).TrimEnd();

    /// <summary>Compiles a member with clang and returns its path.</summary>
    /// <param name="target">LLVM's name of it.</param>
    /// <param name="name">Of the member, with the extension of its source's language.</param>
    /// <param name="code">The source; null for the input of that name.</param>
    /// <param name="flags">For the compiler.</param>
    public async Task<string> CompileAsync(string target, string name, string? code = null, params IEnumerable<string> flags)
    {
        var compiled = this[Path.GetFileNameWithoutExtension(name) + ".o"];
        await RunAsync("clang",
            [$"--target={target}", "-O1", "-ffunction-sections", "-fms-extensions", .. flags, "-c", Source(name, code), "-o", compiled]);
        return compiled;
    }

    /// <summary>Compiles a member with GCC for mingw-w64 and returns its path.</summary>
    public async Task<string> CompileWithGccAsync(string name, string? code = null, params IEnumerable<string> flags)
    {
        var compiled = this[Path.GetFileNameWithoutExtension(name) + ".o"];
        await RunAsync(Path.GetExtension(name) == ".cpp" ? "x86_64-w64-mingw32-g++" : "x86_64-w64-mingw32-gcc",
            ["-O1", .. flags, "-c", Source(name, code), "-o", compiled]);
        return compiled;
    }

    /// <summary>A program that prints something.</summary>
    /// <param name="declarations">Of functions that return int, to their end.</param>
    /// <param name="format">Of printf.</param>
    /// <param name="arguments">Of printf.</param>
    public static string ProgramThatPrints(string declarations, string format, string arguments) => $$"""
        int printf(const char *, ...), fflush(void *), {{declarations}}
        int main(void) { printf("{{format}}", {{arguments}}); fflush(0); return 0; }
        """;

    public async Task<string> ArchiveAsync(string name, params IEnumerable<string> objects)
    {
        File.Delete(this[name]);
        await RunAsync("llvm-ar", ["rcsD", name, .. objects]);
        return this[name];
    }

    /// <summary>A library of one member per source.</summary>
    public async Task<string> LibraryAsync(string target, string name, params (string Name, string Code)[] members)
    {
        var compiled = new List<string>();
        foreach (var (member, code) in members) compiled.Add(await CompileAsync(target, member, code));
        return await ArchiveAsync(name, compiled);
    }

    /// <summary>Slims a library for the exports that begin with a prefix.</summary>
    public static (string Output, SlimSummary Summary) Slim(string library, string prefix = "lib_", SlimMode mode = SlimMode.Full,
        string suffix = "pack_a")
    {
        using var opened = StaticLibrary.Open(library);
        var exports = opened.Summarize().Exports.Where(name => name.StartsWith(Encoding.UTF8.GetBytes(prefix))).ToHashSet();
        var output = $"{library}.{mode}.{suffix}.lib";
        return (output, LibrarySlimmer.Slim(library, output, new SlimOptions { Mode = mode, Exports = exports, Suffix = suffix }));
    }

    /// <summary>Links a program with lld for Microsoft's ABI, with what wine's DLLs export, and returns its path.</summary>
    public async Task<string> LinkAsync(string main, IEnumerable<string> libraries, params IEnumerable<string> options)
    {
        var program = await CompileAsync(Microsofts, "main.c", main, "-fno-builtin");
        var runtime = await CompileAsync(Microsofts, "coff/runtime.c");
        await ImportAsync("kernel32.dll", "ExitProcess");
        await ImportAsync("msvcrt.dll", "printf", "fflush", "memset");
        await ImportAsync("vcruntime140.dll", "__CxxFrameHandler3", "_CxxThrowException");
        await RunAsync("lld-link",
            ["/nodefaultlib", "/subsystem:console", "/entry:mainCRTStartup", "/merge:.CRT=.rdata", "/out:program.exe", program, runtime,
                .. libraries, "kernel32.dll.lib", "msvcrt.dll.lib", "vcruntime140.dll.lib", .. options]);
        return this["program.exe"];
    }

    /// <summary>Links a program with GNU's linker, and returns its path.</summary>
    public async Task<string> LinkWithGccAsync(string main, IEnumerable<string> libraries, params IEnumerable<string> options)
    {
        var program = await CompileWithGccAsync("main.c", main);
        await RunAsync("x86_64-w64-mingw32-g++", ["-static", program, .. libraries, .. options, "-o", "program.exe"]);
        return this["program.exe"];
    }

    /// <summary>Runs a program with wine and returns what it printed.</summary>
    public async Task<string> WineAsync(string program)
    {
        await s_disk.Value;
        var output = await WineAsync(program, _folder);
        return output.Replace("\r", "", StringComparison.Ordinal).Trim();
    }

    /// <summary>The sections of an object or image with their sizes in bytes, those of one name together.</summary>
    public async Task<IReadOnlyDictionary<string, int>> SectionsAsync(string file) =>
        SectionPattern().Matches(await RunAsync("llvm-readobj", "--sections", file)).GroupBy(match => match.Groups[1].Value)
            .ToDictionary(group => group.Key,
                group => group.Sum(match => Number(match.Groups[2].Value) is > 0 and var size ? size : Number(match.Groups[3].Value)));

    /// <summary>The visible names that a library defines, those of pointers to imports too, which llvm-nm keeps to itself.</summary>
    public async Task<IReadOnlyList<string>> DefinedAsync(string library) =>
        [
            .. DefinitionPattern().Matches(await RunAsync("llvm-readobj", "--symbols", library)).Select(match => match.Groups["name"].Value)
                .Distinct().Order(StringComparer.Ordinal),
        ];

    public async Task<IReadOnlyList<string>> UndefinedAsync(string library) =>
        Lines(await RunAsync("llvm-nm", "--format=just-symbols", "-u", library));

    /// <summary>Makes an import library.</summary>
    public async Task ImportAsync(string dll, params IEnumerable<string> names)
    {
        await File.WriteAllTextAsync(this[dll + ".def"], $"LIBRARY {dll}\nEXPORTS\n{string.Join('\n', names)}\n");
        await RunAsync("llvm-dlltool", "-m", "i386:x86-64", "-d", dll + ".def", "-l", dll + ".lib");
    }

    private static async Task<string> WineAsync(string program, string folder) =>
        await new Command(await Repository.Tools.RequireAsync("wine64"), program) { WorkingDirectory = folder, Environment = s_environment }
            .OutputAsync(TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Source(string name, string? code)
    {
        if (code is null) return Path.Combine(Inputs, name);
        File.WriteAllText(this[name], code);
        return this[name];
    }

    private static int Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? int.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : int.Parse(text, CultureInfo.InvariantCulture);

    private static List<string> Lines(string text) =>
        [.. Words(text).Where(line => !line.EndsWith(':')).Distinct().Order(StringComparer.Ordinal)];

    private static string[] Words(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"Name: (\S+).*?VirtualSize: (\S+).*?RawDataSize: (\S+)", RegexOptions.Singleline)]
    private static partial Regex SectionPattern();

    [GeneratedRegex(@"Symbol: (?<name>\S+)|Name: (?<name>\S+)\n +Value: .*\n +Section: (?!IMAGE_SYM_UNDEFINED).*\n.*\n.*\n"
        + " +StorageClass: (?:External|WeakExternal)")]
    private static partial Regex DefinitionPattern();
}
