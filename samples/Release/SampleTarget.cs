using RuntimePacks;
using RuntimePacks.Definition;

namespace Samples;

/// <summary>One target of a sample release, with the names of its files.</summary>
/// <param name="Triple">Rust's target triple, as the zip's name has it.</param>
/// <param name="Suffix">The target as the names inside the zip have it.</param>
/// <param name="Clang">Clang's name for the target; on macOS it carries the deployment target.</param>
public sealed record SampleTarget(string Triple, string Suffix, string Clang)
{
    /// <summary>The targets that can be built, those that take longest first.</summary>
    private static readonly SampleTarget[] s_known =
    [
        new("aarch64-unknown-linux-gnu", "aarch64_linux_gnu", "aarch64-unknown-linux-gnu"),
        new("x86_64-pc-windows-gnu", "x86_64_windows_gnu", "x86_64-pc-windows-gnu"),
        new("x86_64-unknown-linux-gnu", "x86_64_linux_gnu", "x86_64-unknown-linux-gnu"),
        new("aarch64-apple-darwin", "aarch64_darwin", "arm64-apple-macosx11.0"),
        new("aarch64-pc-windows-msvc", "aarch64_windows_msvc", "aarch64-pc-windows-msvc"),
        new("aarch64-unknown-linux-musl", "aarch64_linux_musl", "aarch64-unknown-linux-musl"),
        new("x86_64-apple-darwin", "x86_64_darwin", "x86_64-apple-macosx10.12"),
        new("x86_64-pc-windows-msvc", "x86_64_windows_msvc", "x86_64-pc-windows-msvc"),
        new("x86_64-unknown-linux-musl", "x86_64_linux_musl", "x86_64-unknown-linux-musl"),
    ];

    /// <summary>The library's own name.</summary>
    public string Library { get; private init; } = "";

    public string Zip { get; private init; } = "";

    /// <summary>The targets of a definition.</summary>
    /// <exception cref="RuntimePacksException">It has no sample.</exception>
    public static IReadOnlyList<SampleTarget> Of(PackDefinition definition)
    {
        var sample = definition.Sample ?? throw new RuntimePacksException(
            $"the definition of {definition.PackageId} has no sample: name a release with --release, or with --from a folder that holds one");
        var names = new AssetNames(definition, SampleSources.TagOf(definition), SampleSources.Version);
        return [
            .. s_known.Where(
                target => definition.Platforms.Any(
                    platform => platform.Target == target.Triple)).Select(
                        target => target with { Library = sample.Name, Zip = names.Of(target.Triple) })];
    }

    public bool IsArm64 => Triple.StartsWith("aarch64", StringComparison.Ordinal);

    public bool IsMsvc => Triple.EndsWith("msvc", StringComparison.Ordinal);

    public bool IsWindows => Triple.Contains("windows", StringComparison.Ordinal);

    public bool IsApple => Triple.Contains("apple", StringComparison.Ordinal);

    /// <summary>The name of every file of the target, without its extension.</summary>
    public string Stem => $"{(IsMsvc ? "" : "lib")}{Library}_{Suffix}";

    public string StaticLibrary => Stem + (IsMsvc ? ".lib" : ".a");

    /// <summary>Rust puts no <c>lib</c> before the name of a DLL.</summary>
    public string SharedLibrary => IsWindows ? $"{Library}_{Suffix}.dll" : Stem + (IsApple ? ".dylib" : ".so");

    public string ImportLibrary => Stem + (IsMsvc ? ".dll.lib" : ".dll.a");
}
