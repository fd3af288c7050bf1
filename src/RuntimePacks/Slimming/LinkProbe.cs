using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Tools;

namespace RuntimePacks.Slimming;

/// <summary>
/// That a slimmed library still links: a program that takes the address of every export, with the platform's own system libraries.
/// </summary>
internal static class LinkProbe
{
    /// <summary>What GCC's unwinder asks glibc for when there is one, and musl does not have.</summary>
    private const string ForUnwinder = "int _dl_find_object(void *address, void *result) { return -1; }";

    /// <exception cref="RuntimePacksException">It does not link; the linker's words are in the message.</exception>
    public static async Task RequireAsync(
        string driver, Linkage linkage, Platform platform, IReadOnlyList<string> exports, string library, string work,
        CancellationToken cancellationToken)
    {
        var source = Path.Combine(work, "probe.c");
        await AtomicFile.WriteTextAsync(source, $$"""
            {{string.Concat(exports.Select(symbol => $"extern char {symbol};\n"))}}
            const char *volatile addresses[] = { {{string.Join(", ", exports.Select(symbol => "&" + symbol))}} };
            {{(platform.Triple.Environment == "musl" ? ForUnwinder : "")}}
            int main(void) { return addresses[0] == 0; }
            """);
        await RequireAsync(
            new Command(driver, [.. linkage.Arguments, "-o", Path.Combine(work, "probe"), source, library, .. platform.LinkLine]), platform,
            string.Join(' ', platform.LinkLine), cancellationToken);
    }

    /// <param name="with">What else is linked.</param>
    /// <exception cref="RuntimePacksException">The linker failed.</exception>
    public static async Task RequireAsync(Command link, Platform platform, string with, CancellationToken cancellationToken)
    {
        try
        {
            await link.OutputAsync(cancellationToken);
        }
        catch (RuntimePacksException e)
        {
            throw new RuntimePacksException(
                $"the slimmed library for {platform.Target} does not link with {with}; "
                + $"--slim strip or --slim none pack it all the same\n{e.Message}", e);
        }
    }
}
