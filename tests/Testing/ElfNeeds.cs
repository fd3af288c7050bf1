using System.Text.RegularExpressions;
using RuntimePacks.Tools;

namespace Testing;

/// <summary>What an ELF executable asks of the system that runs it, as <c>readelf</c> says.</summary>
/// <param name="Libraries"><c>DT_NEEDED</c>, in order.</param>
/// <param name="Interpreter"><c>PT_INTERP</c>; null for a static executable.</param>
public sealed partial record ElfNeeds(IReadOnlyList<string> Libraries, string? Interpreter)
{
    /// <summary>Libraries that every glibc system has, and nothing that would have to be shipped or installed.</summary>
    public static bool IsSystemLibrary(string name) => SystemLibrary().IsMatch(name);

    /// <exception cref="RuntimePacksException">It is no ELF file.</exception>
    public static async Task<ElfNeeds> ReadAsync(string readelf, string path, CancellationToken cancellationToken = default)
    {
        var output =
            await new Command(readelf, "-W", "-d", "-l", path) { Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C" } }
            .OutputAsync(cancellationToken);
        var interpreter = InterpreterLine().Match(output);
        return new ElfNeeds(
            [.. NeededLine().Matches(output).Select(match => match.Groups[1].Value)],
            interpreter.Success ? interpreter.Groups[1].Value : null);
    }

    [GeneratedRegex(@"^(libc|libm|libdl|libpthread|librt|ld-linux[a-z0-9-]*)\.so\.\d+$")]
    private static partial Regex SystemLibrary();

    [GeneratedRegex(@"\(NEEDED\)\s+Shared library: \[([^\]]+)\]")]
    private static partial Regex NeededLine();

    [GeneratedRegex(@"\[Requesting program interpreter: ([^\]]+)\]")]
    private static partial Regex InterpreterLine();
}
