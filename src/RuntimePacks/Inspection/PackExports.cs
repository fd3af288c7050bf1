using System.Text;
using RuntimePacks.Definition;
using StaticLibraries.Elf;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Inspection;

/// <summary>The functions of a pack that were linked into an executable or a shared library.</summary>
/// <param name="Found">The pack's functions that are inside.</param>
/// <param name="Of">How many the pack has; null where only the definition's patterns are known.</param>
/// <param name="Source">The file whose symbol table says so: the executable, or the one with its debugging data.</param>
/// <param name="Unknown">Why it cannot be told; null when it can.</param>
public sealed record PackExports(IReadOnlyList<string> Found, int? Of, string? Source, string? Unknown)
{
    /// <param name="path">The executable or shared library.</param>
    /// <param name="image">What it says to its loader.</param>
    /// <param name="exports">The patterns of the definition.</param>
    /// <param name="names">What the package that it should hold exports; null to go by the patterns.</param>
    public static PackExports In(string path, ImageFacts image, ExportPatterns exports, IReadOnlyCollection<string>? names)
    {
        var found = Matching(path, exports, names);
        if (image.HasSymbolTable || found.Count > 0) return new PackExports(found, names?.Count, Path.GetFileName(path), null);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var candidates = new[] { image.DebugFile, Path.GetFileName(path) + ".dbg" }.OfType<string>()
            .Select(name => Path.Combine(folder, Path.GetFileName(name)));
        var debug = candidates.FirstOrDefault(File.Exists);
        if (debug is null)
        {
            return new PackExports(
                [], names?.Count, null, "it is stripped of its symbol table, and the file with its symbols is not beside it");
        }

        if (BuildIdOf(debug) != image.BuildId || image.BuildId is null)
        {
            return new PackExports(
                [], names?.Count, null, $"it is stripped of its symbol table, and {Path.GetFileName(debug)} is of another build");
        }

        return new PackExports(Matching(debug, exports, names), names?.Count, Path.GetFileName(debug), null);
    }

    private static List<string> Matching(string path, ExportPatterns exports, IReadOnlyCollection<string>? names)
    {
        using var library = StaticLibrary.Open(path);
        using var opened = library.OpenObject();
        if (opened is ElfObject elf) elf.ReadsWholeTable = true;
        var wanted = names?.ToHashSet(StringComparer.Ordinal);
        var filter = exports.Filter();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var symbol in opened.Symbols())
        {
            if (symbol is not { IsDefined: true, Kind: not (SymbolKind.File or SymbolKind.Section or SymbolKind.Debug) }) continue;
            var name = opened.CNameOf(symbol);
            if (wanted?.Contains(Encoding.UTF8.GetString(name)) ?? filter(name)) found.Add(Encoding.UTF8.GetString(name));
        }

        return [.. found];
    }

    private static string? BuildIdOf(string debug)
    {
        using var library = StaticLibrary.Open(debug);
        using var opened = library.OpenObject();
        return (opened as ElfObject)?.BuildId();
    }
}
