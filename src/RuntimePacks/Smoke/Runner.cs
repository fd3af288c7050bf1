using RuntimePacks.Tools;

namespace RuntimePacks.Smoke;

/// <summary>What runs a program on this machine.</summary>
/// <param name="Status">What a program is that it ran, and whose answers are right.</param>
/// <param name="Tool">By its name in the tools file; null when the machine runs the program itself.</param>
/// <param name="Arguments">What the tool is told before the program.</param>
internal sealed record Runner(SmokeStatus Status, string? Tool, params IReadOnlyList<string> Arguments)
{
    public static Runner Own { get; } = new(SmokeStatus.Ran, null);

    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public Command Of(string program, Toolbox toolbox)
    {
        string[] line = Tool is null ? [program] : [toolbox[Tool].Find()!, .. Arguments, program];
        return new Command(line[0], line[1..]) { Environment = Environment };
    }

    public static Runner Qemu(params IReadOnlyList<string> arguments) => new(SmokeStatus.RanUnderQemu, "qemu-aarch64", arguments);

    /// <summary>What it takes for the disk of Windows has a link to the root of this machine's, and so lies in no output.</summary>
    public static Runner Wine { get; } = new(SmokeStatus.RanUnderWine, "wine64")
    {
        Environment = new Dictionary<string, string?>
        {
            ["WINEPREFIX"] = Path.Combine(Path.GetTempPath(), $"slim-native-wine-{System.Environment.UserName}"),
            ["WINEDEBUG"] = "-all",
            // Nobody is there to be asked whether .NET and a browser are to be downloaded.
            ["WINEDLLOVERRIDES"] = "mscoree,mshtml=",
        },
    };
}
