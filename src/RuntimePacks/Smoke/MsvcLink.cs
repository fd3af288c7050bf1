using RuntimePacks.Tools;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Smoke;

/// <summary>
/// A program for Windows in MSVC's ABI, linked by lld. Where wine is, its DLLs say what Windows' libraries hold, and it runs the
/// program; elsewhere, and for arm64, a stub has all that is asked for.
/// </summary>
internal sealed class MsvcLink(TargetTriple target, Toolbox toolbox) : CLink
{
    /// <summary>Microsoft's C library: what the compiler calls, then what programs call. wine's printf is in msvcrt alone.</summary>
    private static readonly string[] s_libc = ["vcruntime140.lib", "msvcrt.lib", "ucrtbase.lib"];

    private bool IsArm => target.Machine == Machine.Aarch64;

    private bool UsesWine => !IsArm && toolbox["wine64"].Find() is not null && toolbox["wine's DLLs"].Find() is not null;

    public override IReadOnlyList<string> Tools => ["clang", "lld", "llvm-dlltool", .. UsesWine ? ["wine64", "wine's DLLs"] : (string[])[]];

    public override Runner? Runner => UsesWine ? Runner.Wine : null;

    public override string? Reason => UsesWine ? null
        : (IsArm ? "nothing here runs a program for Windows on arm64" : "wine64 is not here")
            + "; a stub stands in for Windows' libraries";

    public override async Task LinkAsync(
        CarriedParts parts, IReadOnlyList<string> sources, string executable, string work, CancellationToken cancellationToken)
    {
        var start = await StartSource.WriteAsync(StartSource.Windows, work);
        var objects = await CompileAsync(toolbox, target.Text, [.. sources, start], work, cancellationToken);
        var libraries = new ImportLibraries(toolbox, target.Machine, Directory.CreateDirectory(Path.Combine(work, "libraries")).FullName);
        var names = parts.Arguments.Where(word => word.EndsWith(".lib", StringComparison.OrdinalIgnoreCase)).Concat(s_libc)
            .Select(word => Path.GetFileNameWithoutExtension(word)).ToList();
        if (UsesWine) await libraries.WriteFromWineAsync(names, cancellationToken);
        else await libraries.WriteStubsAsync(names, UndefinedNames.Of([parts.Library, .. objects], parts.Exports), cancellationToken);

        await LinkAsync(
            libraries, executable, ["/subsystem:console", "/entry:mainCRTStartup", .. parts.Exports.Select(name => $"/export:{name}")],
            [.. objects, parts.Library, .. parts.Arguments, .. s_libc], cancellationToken);
        if (UsesWine) await MakeRandomAsync(libraries, executable, work, cancellationToken);
    }

    private async Task LinkAsync(
        ImportLibraries libraries, string output, IEnumerable<string> how, IEnumerable<string> inputs, CancellationToken cancellationToken)
    {
        await new Command(
            toolbox["lld"].Find()!,
            [
                "-flavor", "link", "/nologo", "/nodefaultlib", IsArm ? "/machine:arm64" : "/machine:x64", $"/libpath:{libraries.Folder}",
                $"/out:{output}", .. how, .. inputs,
            ]).OutputAsync(cancellationToken);
    }

    /// <summary>Puts a DLL beside the program that Rust's std asks for random numbers, where wine has none.</summary>
    private async Task MakeRandomAsync(ImportLibraries libraries, string executable, string work, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(StartSource.Random) + ".dll";
        if (libraries.HasWine(name)) return;
        var source = await StartSource.WriteAsync(StartSource.Random, work);
        var objects = await CompileAsync(toolbox, target.Text, [source], work, cancellationToken);
        await libraries.WriteFromWineAsync(["advapi32"], cancellationToken);
        var output = Path.Combine(Path.GetDirectoryName(executable)!, name);
        await LinkAsync(libraries, output, ["/dll", "/noentry"], [.. objects, "advapi32.lib"], cancellationToken);
    }
}
