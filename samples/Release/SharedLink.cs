using RuntimePacks.Tools;

namespace Samples;

/// <summary>
/// Links a target's shared library from its static one with lld. No library of the target's system is there, so what
/// comes from it stays undefined: right in format and exports, not meant to be loaded.
/// </summary>
internal static class SharedLink
{
    public static async Task RunAsync(
        SampleTarget target, IReadOnlyList<string> exports, Toolchain tools, string work, CancellationToken cancellationToken)
    {
        string[] arguments = target switch
        {
            { IsWindows: true } => await WindowsAsync(target, exports, work, cancellationToken),
            { IsApple: true } => Apple(target),
            _ =>
            [
                "-flavor", "gnu", "-shared", "--build-id=none", "-soname", target.SharedLibrary, "-o", target.SharedLibrary,
                "--whole-archive", target.StaticLibrary,
            ],
        };
        await new Command(tools.Lld, arguments) { WorkingDirectory = work }.OutputAsync(cancellationToken);
    }

    private static string[] Apple(SampleTarget target)
    {
        string system = target.IsArm64 ? "11.0" : "10.12";
        return
        [
            "-flavor", "darwin", "-dylib", "-arch", target.IsArm64 ? "arm64" : "x86_64", "-platform_version", "macos", system, system,
            "-undefined", "dynamic_lookup", "-install_name", $"@rpath/{target.SharedLibrary}", "-o", target.SharedLibrary,
            "-all_load", target.StaticLibrary,
        ];
    }

    private static async Task<string[]> WindowsAsync(
        SampleTarget target, IReadOnlyList<string> exports, string work, CancellationToken cancellationToken)
    {
        // UniFFI's metadata are the one export that is data.
        var lines = exports.Select(name => name.StartsWith("UNIFFI_META_", StringComparison.Ordinal) ? name + " DATA" : name);
        await File.WriteAllLinesAsync(Path.Combine(work, "exports.def"), ["EXPORTS", .. lines], cancellationToken);
        List<string> arguments =
        [
            "-flavor", "link", "/dll", "/noentry", "/force:unresolved", "/nodefaultlib", "/Brepro", "/def:exports.def",
            $"/machine:{(target.IsArm64 ? "arm64" : "x64")}", $"/out:{target.SharedLibrary}", $"/implib:{target.ImportLibrary}",
        ];
        if (target.IsMsvc)
        {
            arguments.AddRange(
                ["/debug", $"/pdb:{target.Stem}.pdb", $"/pdbaltpath:{target.Stem}.pdb", $"/pdbsourcepath:/{target.Library}"]);
        }
        else arguments.Add("/lldmingw");
        return [.. arguments, target.StaticLibrary];
    }
}
