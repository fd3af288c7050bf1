using System.Text.RegularExpressions;
using RuntimePacks;
using RuntimePacks.Tools;
using StaticLibraries;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;
using StaticLibraries.Slimming;
using StaticLibraries.Slimming.Linking;

namespace Corpus.Tests;

/// <summary>A library of the corpus in one mode of Slim, and what a program answers that is linked with it.</summary>
/// <param name="Name">The library's.</param>
/// <param name="Mode">none (as it was built), strip or full.</param>
/// <param name="Linker">Empty where nothing here links it.</param>
/// <param name="Outcome">One of the words below.</param>
/// <param name="Words">Why it is refused, does not link, or what it answers instead; its size, in bytes.</param>
/// <param name="Program">What a real library's program for Linux has, stripped; null for others, and where it gives other answers.</param>
internal sealed record SlimmedLibrary(string Name, string Mode, string Linker, string Outcome, string Words, ProgramSize? Program = null)
{
    public const string Same = "same answers";
    public const string NotRun = "not run";
    public const string Refused = "refused";

    /// <summary>As it was built already: the linker's doing, not the slimmer's.</summary>
    public const string AsBuilt = "as built already";

    public const string Wrong = "WRONG";

    /// <summary>Links a program with the library in every mode, by every linker.</summary>
    /// <param name="work">An empty folder.</param>
    public static async Task<IReadOnlyList<SlimmedLibrary>> AllOfAsync(
        CorpusIndex index, CorpusEntry entry, string work, CancellationToken cancellationToken)
    {
        var library = index.PathOf(entry);
        var rows = new List<SlimmedLibrary>();
        var linked = new Dictionary<string, string> { ["none"] = library };
        foreach (var mode in (SlimMode[])[SlimMode.Strip, SlimMode.Full])
        {
            var name = mode.ToString().ToLowerInvariant();
            var slimmed = Path.Combine(work, $"{name}-{Path.GetFileName(library)}");
            try
            {
                var exports = ExportsOf(library, entry);
                LibrarySlimmer.Slim(library, slimmed, new SlimOptions { Mode = mode, Exports = exports, Suffix = "corpus_0f1e2d3c" });
                var shown = mode == SlimMode.Full ? await OthersAsync(slimmed, entry, exports) : [];
                if (shown.Count > 0) rows.Add(new(entry.Name, name, "", Wrong, $"shows {string.Join(' ', shown)}"));
                linked[name] = slimmed;
            }
            catch (InputException e)
            {
                rows.Add(new(entry.Name, name, "", Refused, e.Message.Replace(index.Folder, "corpus", StringComparison.Ordinal)));
            }
            catch (InvalidOperationException e)
            {
                rows.Add(new(entry.Name, name, "", Wrong, e.Message));
            }
        }

        if (entry.Program is not { } program || entry.NotRunBecause is not null)
        {
            return
            [
                .. rows,
                .. linked.Select(one => new SlimmedLibrary(entry.Name, one.Key, "", NotRun, $"{new FileInfo(one.Value).Length}")),
            ];
        }

        foreach (var (linker, flags) in LinkersOf(entry))
        {
            var isRightAsBuilt = true;
            foreach (var (mode, path) in linked)
            {
                // Without being told so, lld leaves out the elements of sets; a library that was slimmed keeps them by itself.
                string[] sets = linker == "lld" && mode != "full" ? ["-Wl,-z,nostart-stop-gc"] : [];
                var (with, folder) = (program.With([.. flags, .. sets]), index.FolderOf(entry));
                var said = await SaysAsync(with, folder, path, work, cancellationToken);
                var right = said == Text(entry.Answers);
                if (mode == "none") isRightAsBuilt = right;
                var outcome = right ? Same : isRightAsBuilt ? Wrong : AsBuilt;
                var size = right ? await SizeAsync(with, entry, folder, path, work, cancellationToken) : null;
                rows.Add(new(entry.Name, mode, linker, outcome, right ? $"{new FileInfo(path).Length}" : said, size));
            }
        }

        return rows;
    }

    private static async Task<string> SaysAsync(
        CorpusProgram program, string folder, string library, string work, CancellationToken cancellationToken)
    {
        try
        {
            return Text(await program.AnswersAsync(folder, library, work, cancellationToken));
        }
        catch (RuntimePacksException e)
        {
            return e.Message.Replace(library, "LIBRARY", StringComparison.Ordinal);
        }
    }

    /// <summary>Links a program as a consumer publishes it: without names for debuggers.</summary>
    private static async Task<ProgramSize?> SizeAsync(
        CorpusProgram program, CorpusEntry entry, string folder, string library, string work, CancellationToken cancellationToken)
    {
        if (entry.Part == "zoo" || !entry.Target.Contains("linux", StringComparison.Ordinal)) return null;
        var linked = await program.With("-s").LinkAsync(folder, library, work, cancellationToken);
        using var opened = StaticLibrary.Open(linked);
        return new ProgramSize(new FileInfo(linked).Length, opened.Summarize().Sections[SectionKind.Code]);
    }

    private static string Text(IReadOnlyDictionary<string, string> answers) =>
        string.Join(", ", answers.OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => $"{answer.Key} = {answer.Value}"));

    /// <summary>Consumers' linkers leave out what nothing reaches: NativeAOT tells them so.</summary>
    private static IEnumerable<(string Linker, string[] Flags)> LinkersOf(CorpusEntry entry) =>
        entry.Target.Contains("linux", StringComparison.Ordinal)
        ? [("bfd", ["-fuse-ld=bfd", "-Wl,--gc-sections"]), ("lld", ["-fuse-ld=lld", "-B/usr/bin", "-Wl,--gc-sections"])]
        : [("its own", [])];

    /// <summary>What stands before an export's name in another pack of the same library.</summary>
    public const string OtherPack = "pack_";

    /// <summary>Gives a library's exports the names that another pack of it has.</summary>
    public static async Task RenameAsync(string library, IEnumerable<string> exports)
    {
        await new Command("llvm-objcopy", [.. exports.Select(export => $"--redefine-sym={export}={OtherPack}{export}"), library])
            .OutputAsync(TestContext.Current.CancellationToken);
        await new Command("llvm-ranlib", library).OutputAsync(TestContext.Current.CancellationToken);
    }

    public static HashSet<string> ExportsOf(string library, CorpusEntry entry)
    {
        using var opened = StaticLibrary.Open(library);
        return [.. opened.Summarize().Exports.Where(name => Regex.IsMatch(name, entry.ExportPattern))];
    }

    /// <summary>
    /// The names that a slimmed library shows and should not, or does not show and should. Members that import from a DLL stay members,
    /// and GNU's pointers to what a DLL may have (<c>.refptr.NAME</c>) are the same in all libraries.
    /// </summary>
    private static async Task<IReadOnlyList<string>> OthersAsync(string library, CorpusEntry entry, HashSet<string> exports)
    {
        var shown = await BuiltCorpus.ExportsAsync(library, BuiltCorpus.IsMac(entry.Target));
        bool IsImport(string name) => name.StartsWith(".refptr.", StringComparison.Ordinal)
            || entry.Name.StartsWith("zoo/imports-", StringComparison.Ordinal)
            || (entry.Target.Contains("windows", StringComparison.Ordinal) && entry.Part != "zoo");
        return [.. shown.Except(exports).Where(name => !IsImport(name)), .. exports.Except(shown)];
    }
}

/// <summary>The size of a program, in bytes.</summary>
/// <param name="File">All of it.</param>
/// <param name="Code">The machine code in it.</param>
internal sealed record ProgramSize(long File, long Code);
