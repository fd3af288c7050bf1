using RuntimePacks.Files;
using RuntimePacks.Tools;
using StaticLibraries.Objects;

namespace RuntimePacks.Slimming;

/// <summary>Files that stand for libraries of a system to its linker.</summary>
internal static class Stubs
{
    /// <summary>Writes a text file for macOS' linker (TBD version 4, as Apple's SDKs have them: llvm/TextAPI).</summary>
    /// <param name="arch">As Apple names it.</param>
    /// <param name="installName">Where the library is at run time.</param>
    /// <param name="symbols">What it has, in Mach-O's names.</param>
    public static Task WriteTextAsync(string path, string arch, string installName, IEnumerable<string> symbols) =>
        AtomicFile.WriteTextAsync(path, $"""
            --- !tapi-tbd
            tbd-version: 4
            targets: [ {arch}-macos ]
            install-name: '{installName}'
            exports:
              - targets: [ {arch}-macos ]
                symbols: [ {string.Join(", ", symbols.Select(name => $"'{name}'"))} ]
            ...

            """);

    /// <summary>Writes an import library for Windows' linkers.</summary>
    /// <param name="dlltool">The path of llvm-dlltool.</param>
    /// <param name="path">The library; what it is made from lies beside it.</param>
    /// <param name="dll">The DLL that has what it names.</param>
    public static async Task WriteImportsAsync(
        string dlltool, Machine machine, string path, string dll, IEnumerable<string> exports, CancellationToken cancellationToken)
    {
        var definition = Path.ChangeExtension(path, ".def");
        var lines = exports.Select(name => $"  \"{name}\"\n");
        await AtomicFile.WriteTextAsync(definition, $"LIBRARY {dll}\nEXPORTS\n{string.Concat(lines)}");
        await new Command(dlltool, "-m", machine == Machine.Aarch64 ? "arm64" : "i386:x86-64", "-d", definition, "-l", path)
            .OutputAsync(cancellationToken);
    }
}
