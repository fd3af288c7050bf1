using RuntimePacks.Archives;
using RuntimePacks.Verification;

namespace RuntimePacks.Slimming;

/// <summary>The steps that one library goes through, each on what the one before it wrote, and each proved.</summary>
/// <param name="proof">What the library was before.</param>
/// <param name="tool">The path of a tool, by its name in the tools file.</param>
/// <param name="work">An existing folder for what lies between.</param>
/// <param name="say">Told, in a line, of what is left as it is and what is taken out.</param>
internal sealed class SlimSteps(VerifiedLibrary library, SlimProof proof, Func<string, string> tool, string work, Action<string> say)
{
    private static readonly HashSet<string> s_none = [];

    private readonly List<string> _done = [];
    private IReadOnlySet<string> _system = s_none;

    /// <summary>The path of the library after the last step that changed it.</summary>
    public string Output { get; private set; } = library.Path;

    /// <summary>The steps that changed it.</summary>
    public IReadOnlyList<string> Done => _done;

    /// <summary>What the last step that changed it wrote.</summary>
    public LibrarySummary? Summary { get; private set; }

    public async Task StripAsync(CancellationToken cancellationToken)
    {
        var output = Next(StripStep.Name);
        var kept = await StripStep.RunAsync(tool("llvm-objcopy"), tool("llvm-ar"), Output, output, Members(StripStep.Name), cancellationToken).ConfigureAwait(false);
        if (kept > 0) say($"{library.FileName}: {kept} of {library.Members} members are kept as they are, llvm-objcopy cannot read them (import objects)");
        Take(StripStep.Name, output);
    }

    public async Task TakeOutLibcAsync(LibcStep step, CancellationToken cancellationToken)
    {
        var output = Next(LibcStep.Name);
        var count = await step.RunAsync(tool("llvm-ar"), Output, library.Asset.Name, library.Exports, output, Members(LibcStep.Name), cancellationToken).ConfigureAwait(false);
        if (count == 0) return;
        say($"{library.FileName}: {count} of {library.Members} members are the C library's own and are not packed");
        _system = step.Names;
        Take(LibcStep.Name, output);
    }

    public async Task DropAsync(CancellationToken cancellationToken)
    {
        var output = Next(DropStep.Name);
        var count = await DropStep.RunAsync(tool("llvm-ar"), Output, library.Exports, output, Members(DropStep.Name), cancellationToken).ConfigureAwait(false);
        if (count is null) say($"{library.FileName}: no member is dropped, since there are some whose format hides what they refer to");
        if (count is null or 0) return;
        say($"{library.FileName}: {count} of {library.Members} members are dropped, no export reaches them");
        Take(DropStep.Name, output);
    }

    public async Task IsolateAsync(Linkage linkage, CancellationToken cancellationToken)
    {
        var output = Next(IsolateStep.Name);
        await IsolateStep.RunAsync((tool(linkage.Ld), tool(linkage.Objcopy), tool("llvm-ar")), Output, library.Exports, work, output, cancellationToken).ConfigureAwait(false);
        Take(IsolateStep.Name, output, alone: true);
    }

    private string Next(string step) => Path.Combine(Directory.CreateDirectory(Path.Combine(work, step)).FullName, library.FileName);

    private string Members(string step) => Path.Combine(work, step, "members");

    private void Take(string step, string output, bool alone = false)
    {
        Summary = proof.Require(step, output, _system, alone);
        Output = output;
        _done.Add(step);
    }
}
