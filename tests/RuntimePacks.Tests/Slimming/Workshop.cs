using System.Text.Json;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Tools;
using RuntimePacks.Verification;
using StaticLibraries.Libraries;
using StaticLibraries.Slimming.Linking;

namespace RuntimePacks.Tests.Slimming;

/// <summary>A folder in which a test compiles a library for one target and slims it; deleted after it.</summary>
internal sealed class Workshop(string target) : IDisposable
{
    private static readonly Toolbox Tools = Repository.Tools;

    private Toolbox _tools = Tools;

    private readonly TemporaryFolder _folder = new();

    /// <summary>What was said while slimming, line by line.</summary>
    public List<string> Said { get; } = [];

    /// <summary>Linker arguments of the platform: <c>-lm</c> and its like come from here.</summary>
    public string[] Libraries { get; init; } = [];

    public string this[string name] => _folder[name];

    public static string Tool(string name) => Tools[name].Find()!;

    public Task<string> RunAsync(string tool, params string[] arguments) =>
        new Command(tool, arguments) { WorkingDirectory = _folder.Path }.OutputAsync(TestContext.Current.CancellationToken);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Puts a shell script in the place of a tool that slimming runs; <c>$TOOL</c> is the tool.</summary>
    public void Replace(string tool, string script)
    {
        File.WriteAllText(this["tool"], $"#!/bin/sh\nTOOL='{Tool(tool)}'\n{script}\n");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script is one of a Unix shell");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(this["tool"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var replaced = Tools.Tools.Select(one => one.Name == tool ? one with { File = this["tool"] } : one);
        _tools = Toolbox.Load(Write("tools.json", JsonSerializer.Serialize(replaced)), new LineLog(Said.Add));
    }

    /// <summary>Slims as on a machine that does not have a tool.</summary>
    public void TakeAway(string tool)
    {
        var others = Tools.Tools.Select(one => one.Name == tool ? one with { File = this["none"] } : one);
        _tools = Toolbox.Load(Write("tools.json", JsonSerializer.Serialize(others)), new LineLog(Said.Add));
    }

    /// <summary>Compiles one member with clang for the target.</summary>
    public async Task<string> CompileAsync(string name, string code, params string[] more)
    {
        var source = Write(name + (code.StartsWith('.') ? ".s" : ".c"), code);
        await RunAsync(
            "clang",
            [
                "--target=" + target.Replace("-darwin", "-macosx11.0", StringComparison.Ordinal), .. more, "-c", source, "-o",
                this[name + ".o"]]);
        return this[name + ".o"];
    }

    /// <summary>Compiles a member per source and makes an archive of them.</summary>
    public async Task<string> ArchiveAsync(string flavour, params (string Name, string Code)[] members)
    {
        var objects = new List<string>();
        foreach (var (name, code) in members) objects.Add(await CompileAsync(name, code));
        await RunAsync("llvm-ar", ["--format=" + flavour, "rcsD", "lib.a", .. objects]);
        return this["lib.a"];
    }

    public async Task<SlimmedLibrary> SlimAsync(
        string library, string exports, SlimMode mode = SlimMode.Full, params IReadOnlyList<SlimmedLibrary> earlier)
    {
        var slimmer = new Slimmer(Definition(exports), _tools, this["slimmed"], new LineLog(Said.Add));
        return Assert.Single(
            await slimmer.SlimAsync([await VerifiedAsync(library, exports)], mode, earlier, TestContext.Current.CancellationToken));
    }

    /// <summary>The library as the stage before would describe it.</summary>
    public async Task<VerifiedLibrary> VerifiedAsync(string library, string exports)
    {
        using var opened = StaticLibrary.Open(library);
        var summary = opened.Summarize();
        return new VerifiedLibrary
        {
            Asset = new Asset($"lib-{target}.zip", target, 1, ""),
            Path = library,
            Entry = Path.GetFileName(library),
            Size = new FileInfo(library).Length,
            Sha256 = await Digest.OfFileAsync(library, TestContext.Current.CancellationToken),
            Flavour = "gnu",
            Members = summary.MemberCount,
            Symbols = summary.SymbolCount,
            Exports = Definition(exports).Exports.Select(summary.Exports),
            Undefined = [.. summary.Undefined],
            Key = "",
        };
    }

    /// <summary>The names that a library's members define, or refer to, as llvm-nm sees them.</summary>
    public async Task<IReadOnlySet<string>> NamesAsync(string library, params string[] options) =>
        (
            await RunAsync("llvm-nm", ["--format=just-symbols", .. options, library])).Split('\n').Where(line => line.Length > 0
                && !line.EndsWith(':')).ToHashSet();

    public async Task<IReadOnlyList<string>> MembersAsync(string library) =>
        (await RunAsync("llvm-ar", "t", library)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => _folder.Dispose();

    private PackDefinition Definition(string exports) => new()
    {
        PackageId = "Demo",
        MSBuildPrefix = "Demo",
        DiagnosticPrefix = "DEMO",
        Description = "",
        Authors = "",
        License = "MIT",
        ProjectUrl = "",
        Tags = "",
        Repositories = ["demo/demo"],
        TagPatterns = ["v{version}"],
        AssetPattern = "lib-{target}.zip",
        InflatedLimitMB = 1000,
        PInvokeNames = ["demo"],
        SmokeApp = "",
        Exports = new ExportPatterns { Required = [exports] },
        Platforms = [new Platform { Target = target, Rid = "any", Libraries = Libraries }],
    };
}
