using Microsoft.Extensions.Logging;
using RuntimePacks.Tools;

namespace Samples;

/// <summary>One compiler that has a Rust std for a target.</summary>
/// <param name="Rustc">Full path of the compiler.</param>
/// <param name="Std">A folder with the std, where it is not the compiler's own.</param>
/// <param name="Linker">A C compiler that links shared libraries for the target, if there is one.</param>
internal sealed record RustBuild(string Rustc, string? Std, string? Linker)
{
    /// <summary>The compiler that has a std for the target, or null: then the C twin stands in.</summary>
    public static async Task<RustBuild?> ForAsync(
        SampleTarget target, Toolchain tools, string cache, ILogger log, CancellationToken cancellationToken)
    {
        if (target.Triple == "x86_64-pc-windows-gnu")
        {
            return tools is { DebianRustc: { } debian, HasWindowsStd: true } ? new RustBuild(debian, null, null) : null;
        }

        if (!target.Triple.EndsWith("linux-gnu", StringComparison.Ordinal)) return null;

        string? linker = target.IsArm64 ? tools.Arm64Linker : tools.Clang;
        string sysroot = await tools.SysrootAsync(cancellationToken);
        if (Directory.Exists(Path.Combine(sysroot, "lib", "rustlib", target.Triple, "lib")))
        {
            return new RustBuild(tools.Rustc, null, linker);
        }

        if (tools.DebianRustc is not { } rustc || !target.IsArm64) return null;
        string? std = await DebianStd.FetchAsync(target.Triple, "arm64", cache, log, cancellationToken);
        return std is null ? null : new RustBuild(rustc, std, linker);
    }

    /// <summary>Compiles the crate inside <paramref name="work"/>: one run for both libraries where the target has a linker.</summary>
    /// <returns>What it was built with.</returns>
    public async Task<string> RunAsync(SampleTarget target, SampleSources sources, string work, CancellationToken cancellationToken)
    {
        SampleSources.Copy(sources.Crate, work);
        // Paths are relative to the working folder: they are in the .d file and in the text of panics.
        List<string> arguments =
        [
            "--crate-name", target.Library, "--edition", "2021", "--target", target.Triple, "--out-dir", ".",
            "--crate-type", Linker is null ? "staticlib" : "staticlib,cdylib", "--emit", "link,dep-info",
            "-C", "opt-level=3", "-C", "panic=unwind", "-D", "warnings", Path.Combine("src", "lib.rs"),
        ];
        if (Std is not null) arguments.AddRange(["-L", Std]);
        if (Linker is not null) arguments.AddRange(["-C", $"linker={Linker}"]);
        await new Command(Rustc, arguments) { WorkingDirectory = work }.OutputAsync(cancellationToken);

        File.Move(Path.Combine(work, $"lib{target.Library}.a"), Path.Combine(work, target.StaticLibrary));
        File.Move(Path.Combine(work, $"{target.Library}.d"), Path.Combine(work, target.Stem + ".d"));
        if (Linker is not null) File.Move(Path.Combine(work, $"lib{target.Library}.so"), Path.Combine(work, target.SharedLibrary));

        string version = await new Command(Rustc, "--version").OutputAsync(cancellationToken);
        return string.Join(' ', version.Split(' ').Take(2)).Trim();
    }
}
