using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Corpus;

/// <summary>What LLVM's tools find in a library.</summary>
internal sealed record ArchiveContents(int Members, IReadOnlyList<string> Exports)
{
    public static async Task<ArchiveContents> ReadAsync(string library, Recipe recipe, CancellationToken cancellationToken)
    {
        var members = await new Command("llvm-ar", "t", library).RunAsync(cancellationToken);
        // Rust leaves bitcode in its objects, often of a newer LLVM than the one here; a universal library has a line per machine between.
        string[] options = ["--no-llvm-bc", "--defined-only", "--extern-only", "--no-demangle", "--format=posix", "--quiet"];
        var names = await new Command("llvm-nm", [.. options, library]).RunAsync(cancellationToken);
        var pattern = new Regex(recipe.ExportPattern);
        var exports = Lines(names.Output).Select(line => line.Split(' ')[0])
            .Select(name => IsMachO(recipe) && name.StartsWith('_') ? name[1..] : name)
            .Where(name => pattern.IsMatch(name)).Distinct().Order(StringComparer.Ordinal);
        return new ArchiveContents(members.ExitCode == 0 ? Lines(members.Output).Length : 0, [.. exports]);
    }

    private static bool IsMachO(Recipe recipe) => recipe.Target.Contains("apple", StringComparison.Ordinal);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
