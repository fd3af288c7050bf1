using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Corpus.Rust;

/// <summary>A crate of ours, and what a program calls of it.</summary>
/// <param name="Part">The part of the corpus that it is.</param>
/// <param name="Folder">Where its sources are, full.</param>
/// <param name="LibraryName">As its manifest has it.</param>
/// <param name="ExportPattern">A regular expression for the names that it exports.</param>
internal sealed record RustCrate(string Part, string Folder, string LibraryName, string ExportPattern)
{
    /// <summary>The folder of sources that programs are linked with, full.</summary>
    public required string Support { get; init; }

    /// <summary>In place of the crate's default ones; null for those.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>In C.</summary>
    public IReadOnlyList<string> Declarations { get; init; } = [];

    /// <summary>What is called, and what it gives; empty where the library itself says what there is to call.</summary>
    public IReadOnlyDictionary<string, string> Calls { get; init; } = new Dictionary<string, string>();

    /// <summary>The declaration of an export and a call of it, by its name, where no list says it; null when it is not called.</summary>
    public Func<string, (string Declaration, string Call)?>? CallOf { get; init; }

    /// <summary>The files that cargo is given, without a lock: the crates that there are decide.</summary>
    public IEnumerable<(string Name, string Text)> Sources() =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".rs" || Path.GetFileName(file) == "Cargo.toml")
            .Select(file => (Path.GetRelativePath(Folder, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Where(source => !source.Item1.StartsWith("target/", StringComparison.Ordinal))
            .OrderBy(source => source.Item1, StringComparer.Ordinal);

    /// <summary>The program that calls a library's exports.</summary>
    public async Task<ProgramSource> ProgramAsync(string library, CancellationToken cancellationToken)
    {
        if (CallOf is null) return new ProgramSource(Declarations, Calls.Keys);
        string[] options = ["--no-llvm-bc", "--defined-only", "--extern-only", "--format=just-symbols", "--quiet"];
        var names = await new Command("llvm-nm", [.. options, library]).RunAsync(cancellationToken);
        var exports = names.Output.Split('\n').Where(name => Regex.IsMatch(name, ExportPattern)).Distinct().Order(StringComparer.Ordinal);
        var found = exports.Select(CallOf).OfType<(string Declaration, string Call)>().ToList();
        return new ProgramSource([.. Declarations, .. found.Select(export => export.Declaration)], found.Select(export => export.Call));
    }
}
