using RuntimePacks.Pipeline;
using RuntimePacks.Tools;

namespace Corpus.Tests;

/// <summary>The corpus in this source tree's artifacts: what is asked for is built if it is not there, and kept between runs.</summary>
public static class BuiltCorpus
{
    /// <summary>A trait of tests whose libraries take longer to build than a run of all other tests may.</summary>
    public const string Trait = "corpus";

    public const string Slow = "slow";

    private static readonly Dictionary<string, Task<CorpusIndex>> s_parts = [];
    private static readonly Lock s_gate = new();

    private static readonly Workspace s_workspace = new(Repository.PathOf("artifacts"));

    /// <summary>The index, once these libraries are built.</summary>
    /// <param name="only">A part, or names.</param>
    public static Task<CorpusIndex> WithAsync(string only)
    {
        lock (s_gate)
        {
            if (s_parts.TryGetValue(only, out var part)) return part;
            return s_parts[only] = new CorpusBuild(Repository.Root, s_workspace, only, new LineLog(Console.WriteLine)).BuildAsync();
        }
    }

    /// <summary>Those of the libraries that are asked for that are there.</summary>
    /// <param name="only">A part, or a name in which <c>*</c> stands for anything.</param>
    public static IEnumerable<CorpusEntry> Chosen(this CorpusIndex index, string only) =>
        index.Entries.Where(entry => entry.Path is not null && CorpusBuild.Means(only, entry.Part, entry.Name));

    /// <summary>The names that a library defines for others, as LLVM's nm reads them; without the underscore of Mach-O.</summary>
    public static async Task<IReadOnlyList<string>> ExportsAsync(string library, bool isMac)
    {
        string[] options = ["--no-llvm-bc", "--defined-only", "--extern-only", "--no-demangle", "--format=posix", "--quiet"];
        var lines = await LinesAsync("llvm-nm", [.. options, library]);
        var names = lines.Where(line => line.Contains(' ') && !line.EndsWith(':')).Select(line => line.Split(' ')[0]);
        return [.. names.Select(name => isMac ? name[1..] : name).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>What a tool prints, a line each.</summary>
    public static async Task<string[]> LinesAsync(string tool, params string[] arguments) =>
        (await new Command(tool, arguments).OutputAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Format and machine of every object in a library, as LLVM's readobj names them; what only imports a name is none.</summary>
    public static async Task<IReadOnlyList<string>> FormatsAsync(string library)
    {
        const string Prefix = "Format: ";
        var formats = (await LinesAsync("llvm-readobj", library)).Where(line => line.StartsWith(Prefix, StringComparison.Ordinal));
        return [.. formats.Select(line => line[Prefix.Length..]).Where(format => !Has(format, "COFF-import-file"))];
    }

    /// <summary>LLVM's name for the objects of a target.</summary>
    public static string FormatOf(string triple) => (IsMac(triple), Has(triple, "windows"), Has(triple, "aarch64")) switch
    {
        (true, _, true) => "Mach-O arm64",
        (true, _, false) => "Mach-O 64-bit x86-64",
        (_, true, true) => "COFF-ARM64",
        (_, true, false) => "COFF-x86-64",
        (_, _, true) => "elf64-littleaarch64",
        _ => "elf64-x86-64",
    };

    public static bool IsMac(string triple) => Has(triple, "apple");

    private static bool Has(string triple, string part) => triple.Contains(part, StringComparison.Ordinal);
}
