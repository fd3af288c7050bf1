using RuntimePacks;
using RuntimePacks.Tools;

namespace Corpus.Zoo;

/// <summary>A library of the zoo: one construct by one compiler.</summary>
/// <param name="folder">Of the sources, full.</param>
/// <param name="build">The build's name in the case.</param>
internal sealed class ZooLibrary(ZooCase which, string build, ZooCompiler compiler, string folder, Toolbox toolbox)
    : Recipe("zoo", which.Target ?? compiler.Target, build)
{
    private static readonly string[] s_gnuArchive = ["llvm-ar rcsD --format=gnu $library $objects"];

    private readonly string[] _flags = Words(which.Builds[build])[1..];

    public override string Folder => $"{which.Name}-{Variant}";

    public override IReadOnlyList<string> Tools => ["llvm-ar", "llvm-nm", .. compiler.Tools];

    public override IReadOnlyList<string> RunTools => compiler.RunTools ?? [];

    public override string ExportPattern => "^lib_";

    private string Library => Target.EndsWith("msvc", StringComparison.Ordinal) ? "zoo.lib" : "libzoo.a";

    private IReadOnlyList<string> Archive => which.Archive ?? compiler.Archive ?? s_gnuArchive;

    private ProgramSource Source => new(
        which.Calls.Keys.Select(declaration => declaration + ";"), Expected.Keys);

    private Dictionary<string, string> Expected =>
        which.Calls.Values.SelectMany(calls => calls).Select(call => call.Split(" = ")).ToDictionary(call => call[0], call => call[1]);

    private CorpusProgram? Program => compiler.Link is null ? null : new(
        [.. Words(compiler.Link), "-o", "{program}", "{folder}/" + ProgramSource.FileName, "{library}", .. Words(which.Link ?? "")],
        Words(compiler.Run ?? ""));

    public override IEnumerable<string> Inputs() =>
    [
        .. Tools.Select(tool => toolbox[tool].Stamp),
        .. Objects().SelectMany(made => made.Command.Append(File.ReadAllText(Path.Combine(folder, made.Source)))),
        .. Archive,
    ];

    public override async Task<Made> MakeAsync(string work, string output, CancellationToken cancellationToken)
    {
        foreach (var (source, _, command) in Objects())
        {
            File.Copy(Path.Combine(folder, source), Path.Combine(work, source), overwrite: true);
            if (command.Count == 0) throw new RuntimePacksException($"{Name} has no compiler for {source}");
            await new Command(command[0], command.Skip(1)) { WorkingDirectory = work }.OutputAsync(cancellationToken);
        }

        var shell = new Command("/bin/sh", "-e", "-c", string.Join('\n', Archive))
        {
            WorkingDirectory = work,
            Environment = new Dictionary<string, string?>
            {
                ["library"] = Path.Combine(output, Library),
                ["objects"] = string.Join(' ', Objects().Select(made => made.Object)),
            },
        };
        await shell.OutputAsync(cancellationToken);
        return new Made(Library, which.Builds[Variant]);
    }

    public override IEnumerable<string> Questions() =>
        [Source.ToString(), .. Expected.Values, .. Program?.Link ?? [], .. Program?.Run ?? [], compiler.NotRunBecause ?? ""];

    public override Task<Asked> AskAsync(string folder, string library, CancellationToken cancellationToken)
    {
        Source.Write(folder);
        return Task.FromResult(new Asked(Program, compiler.NotRunBecause, Expected));
    }

    /// <summary>Each source, the object that is made of it, and the command that makes it.</summary>
    private IEnumerable<(string Source, string Object, IReadOnlyList<string> Command)> Objects()
    {
        var sources = which.Sources.Select(Words).ToList();
        foreach (var (at, words) in sources.Index())
        {
            var stem = Path.GetFileNameWithoutExtension(words[0]);
            var name = sources.Count(other => other[0] == words[0]) > 1 ? $"{stem}-{at}.o" : $"{stem}.o";
            var tool = Words(Path.GetExtension(words[0]) == ".cc" ? compiler.Cxx : compiler.C);
            yield return (words[0], name, tool.Length == 0 ? [] : [.. tool, .. _flags, .. words[1..], "-c", words[0], "-o", name]);
        }
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
