using System.Text;
using RuntimePacks.Tools;
using StaticLibraries.Libraries;
using StaticLibraries.Slimming;

namespace Slimmer.Tests;

/// <summary>A folder in which a test compiles a library, slims it, links programs with it and runs them; deleted after it.</summary>
/// <param name="toolchain">Compiles and links.</param>
internal sealed class Workshop(Toolchain toolchain) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("slimmer-tests-").FullName;

    public static string Inputs { get; } = Path.Combine(AppContext.BaseDirectory, "inputs");

    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>Runs a tool in the folder and returns what it printed, less what ends the last line.</summary>
    public async Task<string> RunAsync(string tool, params IEnumerable<string> arguments) =>
        (await new Command(tool, arguments) { WorkingDirectory = _folder }.OutputAsync(TestContext.Current.CancellationToken)).TrimEnd();

    /// <summary>Compiles a member and returns its path.</summary>
    /// <param name="name">Of the member, with the extension of its source's language.</param>
    /// <param name="code">The source; null for the input of that name.</param>
    /// <param name="flags">For the compiler.</param>
    public async Task<string> CompileAsync(string name, string? code, params IEnumerable<string> flags)
    {
        var source = code is null ? Path.Combine(Inputs, name) : this[name];
        if (code is not null) await File.WriteAllTextAsync(source, code);
        var compiled = this[Path.GetFileNameWithoutExtension(name) + ".o"];
        await RunAsync(
            Path.GetExtension(name) is ".cpp" ? toolchain.Cpp : toolchain.C,
            ["-c", "-O1", "-fPIC", "-ffunction-sections", .. flags, source, "-o", compiled]);
        return compiled;
    }

    /// <summary>Compiles members of one C source each, and makes an archive of them.</summary>
    public async Task<string> LibraryAsync(string name, params IEnumerable<(string Name, string? Code, string[] Flags)> members)
    {
        var compiled = new List<string>();
        foreach (var (member, code, flags) in members) compiled.Add(await CompileAsync(member, code, flags));
        return await ArchiveAsync(name, compiled);
    }

    public async Task<string> ArchiveAsync(string name, params IEnumerable<string> objects)
    {
        File.Delete(this[name]);
        await RunAsync("llvm-ar", ["rcsD", name, .. objects]);
        return this[name];
    }

    /// <summary>Slims a library for the exports that begin with a prefix, and returns its path.</summary>
    public static string Slim(string library, string prefix = "lib_", SlimMode mode = SlimMode.Full, string suffix = "pack_a") =>
        SlimWith(library, prefix, mode, suffix).Output;

    public static (string Output, SlimSummary Summary) SlimWith(
        string library, string prefix = "lib_", SlimMode mode = SlimMode.Full, string suffix = "pack_a")
    {
        var output = $"{library}.{mode}.a";
        return (
            output,
            LibrarySlimmer.Slim(library, output, new SlimOptions { Mode = mode, Exports = ExportsOf(library, prefix), Suffix = suffix }));
    }

    public static IReadOnlySet<string> ExportsOf(string library, string prefix)
    {
        using var opened = StaticLibrary.Open(library);
        return opened.Summarize().Exports.Where(name => name.StartsWith(Encoding.UTF8.GetBytes(prefix))).ToHashSet();
    }

    /// <summary>Links a C program with libraries and returns what it prints.</summary>
    public async Task<string> LinkAndRunAsync(string main, IEnumerable<string> libraries, params IEnumerable<string> flags)
    {
        await File.WriteAllTextAsync(this["main.c"], main);
        await RunAsync(toolchain.C, ["-O1", "-c", "main.c", "-o", "main.o"]);
        await RunAsync(toolchain.Cpp, ["main.o", .. libraries, .. toolchain.Link, .. flags, "-o", "program"]);
        return await (
            toolchain.Emulator is []
                ? RunAsync(this["program"])
                : RunAsync(toolchain.Emulator[0], [.. toolchain.Emulator[1..], this["program"]]));
    }

    /// <summary>The visible names that a library defines, as llvm-nm sees them.</summary>
    public async Task<IReadOnlyList<string>> DefinedAsync(string library) =>
        Lines(await RunAsync("llvm-nm", "--format=just-symbols", "-g", "--defined-only", library));

    public async Task<IReadOnlyList<string>> UndefinedAsync(string library) =>
        Lines(await RunAsync("llvm-nm", "--format=just-symbols", "-u", library));

    public async Task<string> SectionsAsync(string library) => await RunAsync("llvm-readelf", "-SW", library);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static List<string> Lines(string text) =>
        [
            .. text.Split(
                '\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.EndsWith(':')).Distinct().Order(StringComparer.Ordinal)];
}
