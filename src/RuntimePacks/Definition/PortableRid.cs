using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Definition;

/// <summary>.NET's portable runtime identifiers: a system, <c>-</c> and a machine (.NET's PortableRuntimeIdentifierGraph.json).</summary>
internal static class PortableRid
{
    private static readonly string[] s_systems =
    [
        "linux", "linux-musl", "linux-bionic", "osx", "win", "android", "ios", "iossimulator", "maccatalyst", "tvos",
        "tvossimulator", "freebsd", "haiku", "illumos", "openbsd", "solaris",
    ];

    private static readonly string[] s_machines =
        ["x64", "x86", "arm64", "arm", "armel", "armv6", "loongarch64", "mips64", "ppc64le", "riscv64", "s390x"];

    /// <summary>Whether there is such a RID.</summary>
    public static bool IsKnown(string rid) =>
        rid.LastIndexOf('-') is > 0 and var end && s_systems.Contains(rid[..end]) && s_machines.Contains(rid[(end + 1)..]);

    /// <summary>Whether programs of a known RID are for the machine and the system of a target.</summary>
    public static bool IsOf(string rid, TargetTriple target)
    {
        var end = rid.LastIndexOf('-');
        return Machines(target.Machine).Contains(rid[(end + 1)..]) && (Systems(target) is not { } systems || systems.Contains(rid[..end]));
    }

    private static string[] Machines(Machine machine) => machine switch
    {
        Machine.X86_64 => ["x64"],
        Machine.Aarch64 or Machine.Arm64EC => ["arm64"],
        Machine.I686 => ["x86"],
        Machine.Arm => ["arm", "armel", "armv6"],
        Machine.Powerpc64 => ["ppc64le"],
        Machine.Mips64 => ["mips64"],
        _ => [machine.ToString().ToLowerInvariant()],
    };

    /// <summary>The systems of a target's programs; null where none is known, and for windows-gnu, which NativeAOT links for none.</summary>
    private static string[]? Systems(TargetTriple target) => (target.Os, target.Environment) switch
    {
        ("linux", "android" or "androideabi") => ["android", "linux-bionic"],
        ("linux", { } libc) when libc.StartsWith("musl", StringComparison.Ordinal) => ["linux-musl"],
        ("linux", _) => ["linux"],
        ("darwin", _) => ["osx"],
        ("windows", "msvc") => ["win"],
        ("ios", "sim") => ["iossimulator"],
        ("ios", "macabi") => ["maccatalyst"],
        ("ios", _) => ["ios", "iossimulator"],
        _ => null,
    };
}
