using RuntimePacks.Files;
using RuntimePacks.Tools;

namespace RuntimePacks.Slimming;

/// <summary>
/// One relocatable link: what no export reaches is collected, COMDAT groups are resolved, and every symbol that is not
/// an export becomes local. The result is an archive with one member that collides with no other library.
/// </summary>
/// <remarks>
/// Groups must be resolved (<c>--force-group-allocation</c>): a group that is left keeps its name, and the final link
/// would throw away one of two groups of one name although their symbols are local by then, which crashes.
/// </remarks>
internal static class IsolateStep
{
    public const string Name = "isolate";

    /// <param name="tools">Paths of ld, objcopy and llvm-ar.</param>
    /// <param name="library">A library without debug sections.</param>
    /// <param name="exports">The symbols that stay global.</param>
    /// <param name="work">An existing folder for what lies between.</param>
    /// <param name="output">The archive to write.</param>
    /// <exception cref="RuntimePacksException">A tool failed.</exception>
    public static async Task RunAsync(
        (string Ld, string Objcopy, string Ar) tools, string library, IReadOnlyList<string> exports, string work, string output,
        CancellationToken cancellationToken)
    {
        var whole = Path.Combine(work, "whole.o");
        var member = Path.Combine(work, Path.GetFileNameWithoutExtension(output) + ".o");
        var keep = Path.Combine(work, "exports.txt");
        var arguments = Path.Combine(work, "link.rsp");
        await AtomicFile.WriteTextAsync(keep, string.Concat(exports.Select(symbol => symbol + "\n")));
        await AtomicFile.WriteTextAsync(arguments, string.Concat(exports.Select(symbol => $"-u {symbol}\n")));

        await new Command(
            tools.Ld, "-r", "--gc-sections", "--force-group-allocation", "-e", exports[0], "@" + arguments, "-o", whole, library)
            .OutputAsync(cancellationToken);
        await new Command(tools.Objcopy, $"--keep-global-symbols={keep}", whole, member).OutputAsync(cancellationToken);
        await new Command(tools.Ar, "--format=gnu", "rcsD", output, member).OutputAsync(cancellationToken);
    }
}
