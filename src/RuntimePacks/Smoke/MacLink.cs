using RuntimePacks.Slimming;
using RuntimePacks.Tools;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Smoke;

/// <summary>
/// A program for macOS, linked by lld with stubs in the place of Apple's SDK: libSystem has all that is asked for, and each library
/// and framework that the package names is there.
/// </summary>
internal sealed class MacLink(TargetTriple target, Toolbox toolbox) : CLink
{
    private const string SystemVersion = "11.0";

    private string Arch => target.Machine == Machine.Aarch64 ? "arm64" : "x86_64";

    public override IReadOnlyList<string> Tools => ["clang", "lld"];

    public override Runner? Runner => null;

    public override string? Reason => "nothing here runs a program for macOS; stubs stand in for Apple's SDK";

    public override async Task LinkAsync(
        CarriedParts parts, IReadOnlyList<string> sources, string executable, string work, CancellationToken cancellationToken)
    {
        var objects = await CompileAsync(toolbox, $"{Arch}-apple-macos{SystemVersion}", sources, work, cancellationToken);
        var sdk = Path.Combine(work, "sdk");
        var names = UndefinedNames.Of([parts.Library, .. objects], parts.Exports);
        await WriteStubAsync(sdk, "usr/lib/libSystem.tbd", [.. names, "dyld_stub_binder"]);
        foreach (var stub in LibrariesOf(parts.Arguments)) await WriteStubAsync(sdk, stub, []);
        await new Command(
            toolbox["lld"].Find()!,
            [
                "-flavor", "darwin", "-arch", Arch, "-platform_version", "macos", SystemVersion, SystemVersion, "-syslibroot", sdk,
                "-o", executable, .. objects, parts.Library, "-lSystem", .. parts.Arguments,
            ]).OutputAsync(cancellationToken);
    }

    private static IEnumerable<string> LibrariesOf(IReadOnlyList<string> arguments) =>
        arguments.Where(word => word.StartsWith("-l", StringComparison.Ordinal)).Select(word => $"usr/lib/lib{word[2..]}.tbd").Concat(
            arguments.Zip(arguments.Skip(1)).Where(pair => pair.First == "-framework")
                .Select(pair => $"System/Library/Frameworks/{pair.Second}.framework/{pair.Second}.tbd"));

    private Task WriteStubAsync(string sdk, string stub, IEnumerable<string> names) =>
        // dyld's own name has no underscore before it.
        Stubs.WriteTextAsync(
            Path.Combine(sdk, stub), Arch, "/" + Path.ChangeExtension(stub, null), names.SelectMany(name => new[] { "_" + name, name }));
}
