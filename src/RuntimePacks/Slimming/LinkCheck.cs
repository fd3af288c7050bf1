using RuntimePacks.Definition;
using RuntimePacks.Tools;
using RuntimePacks.Verification;

namespace RuntimePacks.Slimming;

/// <summary>
/// Links what slimming wrote, with linkers that are not ours, where they are on this machine. It makes no byte of a package.
/// </summary>
internal sealed class LinkCheck(Toolbox toolbox, ILogger log)
{
    private const string Lld = "lld", Dlltool = "llvm-dlltool";

    /// <summary>What it is done with; says when something is installed that was not there before.</summary>
    public IEnumerable<string> Stamps(Platform platform) => Tools(platform).Select(tool => toolbox[tool].Stamp);

    /// <summary>Requires a library to link; says so in a line where that cannot be seen here.</summary>
    /// <param name="source">The library as it was built.</param>
    /// <param name="slimmed">The path of what was made of it.</param>
    /// <param name="work">An existing folder for what lies between.</param>
    /// <exception cref="RuntimePacksException">It does not link; the linker's words are in the message.</exception>
    public async Task RequireAsync(
        VerifiedLibrary source, Platform platform, string slimmed, string work, CancellationToken cancellationToken)
    {
        if (Tools(platform).Select(name => toolbox[name]).FirstOrDefault(tool => tool.Find() is null) is { } missing)
        {
            log.Say($"{source.FileName}: that it links was not checked, {missing.Name} is not here (get it with: {missing.HowToGet})");
            return;
        }

        if (Linkage.For(platform.Triple) is { } linkage)
        {
            await LinkProbe.RequireAsync(Path(linkage.Driver), linkage, platform, source.Exports, slimmed, work, cancellationToken);
        }
        else
        {
            var probe = new StubProbe(Path(Lld), Path(Dlltool), platform, work);
            await probe.RequireAsync(source.Exports, source.Undefined, slimmed, cancellationToken);
        }
    }

    private static IReadOnlyList<string> Tools(Platform platform) => Linkage.For(platform.Triple)?.Tools ?? [Lld, Dlltool];

    private string Path(string tool) => toolbox[tool].Find()!;
}
