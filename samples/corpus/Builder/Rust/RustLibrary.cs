using RuntimePacks;
using RuntimePacks.Files;
using RuntimePacks.Tools;

namespace Corpus.Rust;

/// <summary>A crate, as cargo builds it for a target, with std from source.</summary>
internal sealed class RustLibrary(RustToolchain toolchain, RustCrate crate, RustTarget target, bool debug)
    : Recipe(crate.Part, target.Triple, debug ? "debug" : "release")
{
    /// <summary>Debian's crates, where it needs them.</summary>
    public DebianCrates? Crates { get; init; }

    public override bool IsLarge => Crates is not null;

    public override string ExportPattern => crate.ExportPattern;

    public override IReadOnlyList<string> Tools => ["gcc", "llvm-ar", "llvm-nm", .. target.Tools];

    public override IReadOnlyList<string> RunTools => target.RunTools;

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await toolchain.RequireAsync(cancellationToken);
        if (Crates is not null) await Crates.RequireAsync(cancellationToken);
    }

    public override IEnumerable<string> Inputs() =>
    [
        .. toolchain.Versions, .. Crates?.Versions ?? [], .. Cargo, .. Settings("{work}").Select(pair => $"{pair.Key}={pair.Value}"),
        .. crate.Sources().SelectMany(source => new[] { source.Name, source.Text }),
    ];

    public override async Task<Made> MakeAsync(string work, string output, CancellationToken cancellationToken)
    {
        CopySources(work);
        Vendor(work);
        var jobs = IsLarge ? Environment.ProcessorCount : 1;
        var cargo = new Command("nice", ["-n", "5", toolchain.Cargo, .. Cargo, "--jobs", $"{jobs}"])
        {
            WorkingDirectory = work,
            Environment = Settings(work),
        };
        await cargo.OutputAsync(cancellationToken);
        var library = target.LibraryOf(crate.LibraryName);
        File.Move(Path.Combine(work, "target", target.Triple, "release", library), Path.Combine(output, library));
        var features = $"features {string.Join(", ", (crate.Features ?? ["default"]).DefaultIfEmpty("none"))}";
        return new Made(library, $"{toolchain.Version}, debug = {(debug ? 2 : 0)}, {features}");
    }

    public override IEnumerable<string> Questions() =>
    [
        .. target.Link, .. target.Run, target.NotRunBecause ?? "",
        .. crate.Declarations, .. crate.Calls.Select(call => $"{call.Key} = {call.Value}"),
        Support is { } support ? File.ReadAllText(support) : "", .. target.MakeSupport,
    ];

    public override async Task<Asked> AskAsync(string folder, string library, CancellationToken cancellationToken)
    {
        (await crate.ProgramAsync(library, cancellationToken)).Write(folder);
        if (Support is { } support) File.Copy(support, Path.Combine(folder, Path.GetFileName(support)), overwrite: true);
        if (target.MakeSupport is [var tool, .. var words])
        {
            var make = new Command(tool, words.Select(word => word.Replace("{folder}", folder, StringComparison.Ordinal)));
            await make.OutputAsync(cancellationToken);
        }

        return new Asked(target.Link.Count > 0 ? new CorpusProgram(target.Link, target.Run) : null, target.NotRunBecause, crate.Calls);
    }

    private string? Support => target.Support is { } source ? Path.Combine(crate.Support, source) : null;

    /// <summary>What cargo is told, but for how much it may do at a time.</summary>
    private IEnumerable<string> Cargo =>
    [
        "rustc", "--lib", "--crate-type", "staticlib", "--release", "--target", target.Triple, "-Zbuild-std=std,panic_unwind", "--offline",
        "--config", "source.crates-io.replace-with='vendored'", "--config", "source.vendored.directory='vendor'",
        .. crate.Features is { } features ? new[] { "--no-default-features", "--features", string.Join(',', features) } : [],
    ];

    /// <summary>Paths of this machine are in no library: not in debugging data, and not in the text of panics.</summary>
    private Dictionary<string, string?> Settings(string work) => new()
    {
        ["RUSTC"] = work == "{work}" ? "{toolchain}" : toolchain.Rustc,
        ["RUSTC_BOOTSTRAP"] = "1", // std from source is a feature that is not stable
        // RUSTFLAGS would end a word at a space in a path.
        ["CARGO_ENCODED_RUSTFLAGS"] = work == "{work}" ? "{remapped}"
            : $"--remap-path-prefix={work}=/{crate.LibraryName}\u001f--remap-path-prefix={toolchain.Folder}=/rust",
        ["CARGO_HOME"] = Path.Combine(work, "home"),
        ["CARGO_TARGET_DIR"] = Path.Combine(work, "target"),
        ["CARGO_INCREMENTAL"] = "0",
        ["CARGO_PROFILE_RELEASE_DEBUG"] = debug ? "2" : "0",
        ["CARGO_PROFILE_RELEASE_PANIC"] = "unwind",
    };

    private void CopySources(string work)
    {
        foreach (var (name, text) in crate.Sources())
        {
            var path = Path.Combine(work, name);
            // What is as it was keeps its time, so that cargo goes on where an interrupted run stopped.
            if (File.Exists(path) && File.ReadAllText(path) == text) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private void Vendor(string work)
    {
        var vendor = Path.Combine(work, "vendor");
        if (Directory.Exists(vendor)) Directory.Delete(vendor, recursive: true);
        Directory.CreateDirectory(vendor);
        string[] from = [toolchain.StdCrates, .. Crates is null ? [] : new[] { DebianCrates.Folder }];
        foreach (var folder in from.SelectMany(folder => Directory.GetDirectories(folder)))
        {
            // Some crates are std's and Debian's, in one version: std's counts.
            var link = Path.Combine(vendor, Path.GetFileName(folder));
            if (!Path.Exists(link)) Directory.CreateSymbolicLink(link, folder);
        }
    }
}
