using System.Text.RegularExpressions;

namespace RuntimePacks.Tools;

/// <summary>A program, or a file of a development package, that a stage of the pipeline runs or reads.</summary>
/// <param name="Name">What the rest of the code calls it.</param>
/// <param name="For">What it is for, in a few words.</param>
/// <param name="Stages">The pipeline targets that need it.</param>
/// <param name="Apt">Debian's packages that bring it, separated by spaces.</param>
/// <param name="Commands">The names it may have on PATH, the preferred one first.</param>
/// <param name="File">For something that is not a program: a file that exists when it is there.</param>
/// <param name="Elsewhere">How to get it where there is no apt-get.</param>
public sealed partial record Tool(
    string Name,
    string For,
    IReadOnlyList<string> Stages,
    string Apt,
    IReadOnlyList<string>? Commands = null,
    string? File = null,
    string? Elsewhere = null)
{
    /// <summary>How a person gets it, in one line.</summary>
    public string HowToGet => OperatingSystem.IsLinux() || Elsewhere is null ? $"apt-get install {Apt}" : Elsewhere;

    /// <summary>The full path of the program or file, or null when it is not on this machine.</summary>
    public string? Find()
    {
        if (File is not null) return System.IO.File.Exists(File) ? File : null;

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return (Commands ?? [Name])
            .SelectMany(command => folders.Select(folder => Path.Combine(folder, command + suffix)))
            .FirstOrDefault(System.IO.File.Exists);
    }

    /// <summary>Changes when another version of it is installed, and costs no run of it.</summary>
    public string Stamp =>
        Find() is { } path
            && new FileInfo(System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) is { } file
        ? $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"
        : $"no {Name}";

    /// <summary>The version that the program prints of itself, or null when there is none to be had.</summary>
    public async Task<string?> VersionAsync(CancellationToken cancellationToken = default)
    {
        if (File is not null || Find() is not { } path) return null;
        var result = await new Command(path, "--version").RunAsync(cancellationToken);
        var match = VersionNumber().Match(result.Output + result.Error);
        return match.Success ? match.Value : null;
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)*")]
    private static partial Regex VersionNumber();
}
