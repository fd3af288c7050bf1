using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Tools;
using StaticLibraries.Objects;

namespace RuntimePacks.Slimming;

/// <summary>
/// That a slimmed library still links, for a system whose own libraries are not on this machine: lld makes a shared library of
/// all its exports, with a stub in the place of the system. The stub defines what the library as it was built referred to
/// and did not define, so that everything else must come from the library itself. What no system has is not found this way.
/// </summary>
/// <param name="lld">The path of lld.</param>
/// <param name="dlltool">The path of llvm-dlltool.</param>
/// <param name="work">An existing folder for what lies between.</param>
internal sealed class StubProbe(string lld, string dlltool, Platform platform, string work)
{
    private const string ImportPrefix = "__imp_";
    private const string WithStub = "a stub in the place of the system's libraries";

    /// <param name="undefined">What the library as it was built refers to and does not define, in the names of C.</param>
    /// <exception cref="RuntimePacksException">It does not link; the linker's words are in the message.</exception>
    public async Task RequireAsync(
        IReadOnlyList<string> exports, IEnumerable<string> undefined, string library, CancellationToken cancellationToken)
    {
        var link = platform.Triple.Format == ObjectFormat.MachO
            ? await MachOAsync(exports, undefined, library)
            : await CoffAsync(exports, undefined, library, cancellationToken);
        await LinkProbe.RequireAsync(new Command(lld, link), platform, WithStub, cancellationToken);
    }

    /// <summary>The stub is a text file.</summary>
    private async Task<List<string>> MachOAsync(IReadOnlyList<string> exports, IEnumerable<string> undefined, string library)
    {
        var (stub, list) = (Path.Combine(work, "stub.tbd"), Path.Combine(work, "probe-exports.txt"));
        var (arch, version) = (platform.Triple.Machine == Machine.Aarch64 ? "arm64" : "x86_64", platform.DeploymentTarget ?? "11.0");
        var symbols = undefined.Select(name => "_" + name).Append("dyld_stub_binder");
        await Stubs.WriteTextAsync(stub, arch, "/usr/lib/libstub.dylib", symbols);
        await AtomicFile.WriteTextAsync(list, string.Concat(exports.Select(name => $"_{name}\n")));
        return
        [
            "-flavor", "darwin", "-dylib", "-arch", arch, "-platform_version", "macos", version, version,
            .. exports.SelectMany(name => new[] { "-u", "_" + name }), "-exported_symbols_list", list,
            "-o", Path.Combine(work, "probe.dylib"), library, stub,
        ];
    }

    /// <summary>The stub is an import library.</summary>
    private async Task<List<string>> CoffAsync(
        IReadOnlyList<string> exports, IEnumerable<string> undefined, string library, CancellationToken cancellationToken)
    {
        var (stub, options) = (Path.Combine(work, "stub.lib"), Path.Combine(work, "probe.rsp"));
        var machine = platform.Triple.Machine == Machine.Aarch64 ? "/machine:arm64" : "/machine:x64";
        var symbols = undefined.Select(
            name => name.StartsWith(ImportPrefix, StringComparison.Ordinal) ? name[ImportPrefix.Length..] : name).Distinct();
        await Stubs.WriteImportsAsync(dlltool, platform.Triple.Machine, stub, "stub.dll", symbols, cancellationToken);
        await AtomicFile.WriteTextAsync(options, string.Concat(exports.Select(name => $"/export:{name}\n")));
        string[] mingw = platform.Triple.Environment == "gnu" ? ["/lldmingw"] : [];
        return [
            "-flavor", "link", .. mingw, "/dll", "/noentry", "/nodefaultlib", machine, $"/out:{Path.Combine(work, "probe.dll")}",
            "@" + options, library, stub];
    }
}
