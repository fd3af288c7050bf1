using System.Text;
using RuntimePacks.Slimming;
using RuntimePacks.Tools;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Smoke;

/// <summary>Import libraries in the place of those of Microsoft's SDK.</summary>
/// <param name="folder">An existing folder to write them into.</param>
internal sealed class ImportLibraries(Toolbox toolbox, Machine machine, string folder)
{
    /// <summary>Libraries of the SDK that are named for no DLL of Windows', and the DLL that holds what they name.</summary>
    private static readonly Dictionary<string, string> s_umbrellas = new() { ["synchronization"] = "kernelbase" };

    public string Folder => folder;

    public bool HasWine(string dll) => File.Exists(PathInWine(dll));

    /// <summary>Writes libraries that hold what wine's DLLs of the same names export; of a DLL that wine has not, nothing.</summary>
    public async Task WriteFromWineAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            var dll = s_umbrellas.GetValueOrDefault(name, name) + ".dll";
            await WriteAsync(name, dll, HasWine(dll) ? ExportsOf(PathInWine(dll)) : [], cancellationToken);
        }
    }

    /// <summary>Writes libraries the first of which holds all that is asked for, and the others nothing.</summary>
    public async Task WriteStubsAsync(IEnumerable<string> names, IEnumerable<string> exports, CancellationToken cancellationToken)
    {
        foreach (var (index, name) in names.Index()) await WriteAsync(name, name + ".dll", index == 0 ? exports : [], cancellationToken);
    }

    /// <summary>An import library of nothing is no archive to some.</summary>
    private Task WriteAsync(string name, string dll, IEnumerable<string> exports, CancellationToken cancellationToken) =>
        Stubs.WriteImportsAsync(
            toolbox["llvm-dlltool"].Find()!, machine, Path.Combine(folder, name + ".lib"), dll, exports.Append($"nothing_of_{name}"),
            cancellationToken);

    private string PathInWine(string dll) => Path.Combine(Path.GetDirectoryName(toolbox["wine's DLLs"].Find())!, dll);

    private static List<string> ExportsOf(string dll)
    {
        using var file = StaticLibrary.Open(dll);
        using var opened = file.OpenObject();
        var names = new List<string>();
        foreach (var symbol in opened.Symbols()) names.Add(Encoding.UTF8.GetString(opened.NameOf(symbol)));
        return names;
    }
}
