using RuntimePacks.Files;
using RuntimePacks.Tools;
using RuntimePacks.Verification;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Slimming;

/// <summary>The steps that one library goes through, each on what the one before it wrote, and each proved.</summary>
/// <param name="proof">What the library was before.</param>
/// <param name="toolbox">Has the tools that they need.</param>
/// <param name="work">An existing folder for what lies between.</param>
/// <param name="log">Told, in a line, of what is left as it is and what is taken out.</param>
internal sealed class SlimSteps(VerifiedLibrary library, SlimProof proof, Toolbox toolbox, string work, ILogger log)
{
    private static readonly HashSet<string> s_none = [];

    private readonly List<SlimStep> _done = [];
    private readonly List<string> _used = [];
    private IReadOnlySet<string> _system = s_none;

    /// <summary>The path of the library after the last step that changed it.</summary>
    public string Output { get; private set; } = library.Path;

    /// <summary>The steps that changed it.</summary>
    public IReadOnlyList<SlimStep> Done => _done;

    /// <summary>What the last step that changed it wrote.</summary>
    public LibrarySummary? Summary { get; private set; }

    public async Task StripAsync(CancellationToken cancellationToken)
    {
        var output = Next(StripStep.Name);
        var kept = await StripStep.RunAsync(
            Use("llvm-objcopy"), Use("llvm-ar"), Output, output, Members(StripStep.Name), cancellationToken);
        if (kept > 0)
        {
            log.Say(
                $"{library.FileName}: {kept} of {library.Members} members are kept as they are, llvm-objcopy cannot read them (import objects)");
        }

        await TakeAsync(StripStep.Name, output, cancellationToken);
    }

    public async Task TakeOutLibcAsync(LibcStep step, CancellationToken cancellationToken)
    {
        var output = Next(LibcStep.Name);
        var count = await step.RunAsync(
            Use("llvm-ar"), Output, library.Asset.Name, library.Exports, output, Members(LibcStep.Name), cancellationToken);
        if (count == 0) return;
        log.Say($"{library.FileName}: {count} of {library.Members} members are the C library's own and are not packed");
        _system = step.Names;
        await TakeAsync(LibcStep.Name, output, cancellationToken, read: Linkage.Musl);
    }

    public async Task DropAsync(CancellationToken cancellationToken)
    {
        var output = Next(DropStep.Name);
        var count = await DropStep.RunAsync(Use("llvm-ar"), Output, library.Exports, output, Members(DropStep.Name), cancellationToken);
        if (count is null) log.Say($"{library.FileName}: no member is dropped, since there are some whose format hides what they refer to");
        if (count is null or 0) return;
        log.Say($"{library.FileName}: {count} of {library.Members} members are dropped, no export reaches them");
        await TakeAsync(DropStep.Name, output, cancellationToken);
    }

    public async Task IsolateAsync(Linkage linkage, CancellationToken cancellationToken)
    {
        var output = Next(IsolateStep.Name);
        await IsolateStep.RunAsync(
            (Use(linkage.Ld), Use(linkage.Objcopy), Use("llvm-ar")), Output, library.Exports, work, output, cancellationToken);
        await TakeAsync(IsolateStep.Name, output, cancellationToken, alone: true);
    }

    private string Next(string step)
    {
        _used.Clear();
        return Path.Combine(Directory.CreateDirectory(Path.Combine(work, step)).FullName, library.FileName);
    }

    private string Members(string step) => Path.Combine(work, step, "members");

    /// <summary>The path of a tool, which the step is said to be done with.</summary>
    private string Use(string tool)
    {
        _used.Add(tool);
        return toolbox[tool].Find()!;
    }

    /// <summary>Takes what a step wrote for the library, once it is proved.</summary>
    /// <param name="read">What else the step looked at, by its name in the tools file.</param>
    /// <param name="alone">Whether the exports must be all that is global.</param>
    private async Task TakeAsync(string step, string output, CancellationToken cancellationToken, string? read = null, bool alone = false)
    {
        Summary = proof.Require(step, output, _system, alone);
        if (read is not null) _used.Add(read);
        var tools = new List<ToolVersion>();
        foreach (var tool in _used.Distinct()) tools.Add(await toolbox.VersionOfAsync(tool, cancellationToken));
        var before = _done.Count == 0 ? library.Sha256 : _done[^1].After;
        _done.Add(new SlimStep(step, before, await Digest.OfFileAsync(output, cancellationToken), tools));
        Output = output;
    }
}
