using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Tools;

namespace Samples;

/// <summary>The compilers and linkers of this machine that build the sample release.</summary>
internal sealed class Toolchain(Toolbox toolbox)
{
    private static readonly string[] Required = ["rustc", "clang", "lld", "llvm-ar"];

    /// <summary>Without these, their targets are built from the C twin.</summary>
    private static readonly string[] Optional = ["Debian rustc", "Rust std for windows-gnu", "aarch64-linux-gnu-gcc", "aarch64 C library"];

    public string Rustc => Find("rustc")!;

    public string Clang => Find("clang")!;

    public string Lld => Find("lld")!;

    public string LlvmAr => Find("llvm-ar")!;

    public string? DebianRustc => Find("Debian rustc");

    public bool HasWindowsStd => Find("Rust std for windows-gnu") is not null;

    /// <summary>A C compiler that links for 64-bit ARM Linux; on such a machine, its own.</summary>
    public string? Arm64Linker =>
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? Clang
        : Find("aarch64 C library") is null ? null
        : Find("aarch64-linux-gnu-gcc");

    private string? Find(string name) => toolbox[name].Find();

    /// <summary>Installs what is missing where that is allowed.</summary>
    /// <exception cref="RuntimePacksException">A tool that every target needs is missing.</exception>
    public async Task RequireAsync(ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            await toolbox.RequireAllAsync([.. Required, .. Optional], cancellationToken);
        }
        catch (RuntimePacksException e)
        {
            await toolbox.RequireAllAsync(Required, cancellationToken);
            log.Warn($"the C twin stands in for Rust where a tool is missing: {e.Message}");
        }
    }

    /// <summary>The folder of the machine's own Rust, past the proxy that rustup puts on PATH.</summary>
    public async Task<string> SysrootAsync(CancellationToken cancellationToken) =>
        (await new Command(Rustc, "--print", "sysroot").OutputAsync(cancellationToken)).Trim();

    /// <summary>
    /// One line per tool, which changes with the tool: the path behind every link, size and time of last change. Asking each
    /// for its version would take longer than everything else that a build with nothing to do does.
    /// </summary>
    public async Task<IReadOnlyList<string>> StampsAsync(CancellationToken cancellationToken)
    {
        var stamps = Required.Concat(Optional).Select(name => $"{name}: {Stamp(Find(name))}").ToList();
        if (Find("rustc") is not null)
        {
            string sysroot = await SysrootAsync(cancellationToken);
            stamps.Add($"sysroot: {Stamp(Path.Combine(sysroot, "bin", "rustc"))}");
        }

        return stamps;
    }

    private static string Stamp(string? path)
    {
        if (path is null) return "missing";
        var file = new FileInfo(path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return file.Exists ? $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}" : "missing";
    }
}
