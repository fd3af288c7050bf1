using RuntimePacks.Definition;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Verification;

/// <summary>Holds a static library against what its target and its definition ask for.</summary>
internal static class LibraryCheck
{
    private const string Stop = "Nothing of this release should be published before upstream has said what happened";

    private const int MostNamed = 3;

    /// <param name="asset">The path of the asset that the library came in, for messages.</param>
    /// <exception cref="RuntimePacksException">
    /// It is not; the message names the member and both machines, or what else is wrong and what shows it.
    /// </exception>
    public static void Require(string asset, LibrarySummary library, Platform platform, ExportPatterns exports)
    {
        if (Fault(library, platform, exports) is { } fault)
        {
            throw new RuntimePacksException($"{asset}: {Path.GetFileName(library.File)}{fault}");
        }
    }

    /// <summary>The first thing that is wrong with a library, to follow its name; null when it is right.</summary>
    public static string? Fault(LibrarySummary library, Platform platform, ExportPatterns exports)
    {
        if (library.MemberCount == 0) return $" is an archive without members; expected a static library for {platform.Target}";
        return WrongMember(library, platform.Triple)
            ?? WrongEnvironment(library, platform.Triple)
            ?? TooNew(library, platform)
            ?? MixedRuntimes(library)
            ?? MissingExports(library, exports);
    }

    private static string? WrongMember(LibrarySummary library, TargetTriple triple)
    {
        if (library.Groups.FirstOrDefault(group => !IsRight(group, triple)) is not { } wrong) return null;
        var others = wrong.Count > 1 ? $", as are {wrong.Count - 1} more of its {library.MemberCount} members" : "";
        var found = $"({wrong.FirstMember}) is {Describe(wrong)}{others}; expected {triple.Format.Name()} for "
            + $"{triple.Machine.Name()}, since the asset is for {triple}. ";
        return found + wrong.Format switch
        {
            ObjectFormat.Bitcode =>
                "It holds no machine code: it has to be built without linker-plugin LTO (-C linker-plugin-lto=no, "
                + "for C without -flto)",
            ObjectFormat.CoffAnonymous => "It holds no machine code: it has to be built without link-time code generation (/GL)",
            _ => Stop,
        };
    }

    /// <summary>A library in which nothing tells is taken at its name's word.</summary>
    private static string? WrongEnvironment(LibrarySummary library, TargetTriple triple)
    {
        if (triple.Environment is not ("gnu" or "musl" or "msvc")) return null;
        return library.Identity.Environments.FirstOrDefault(evidence => evidence.Value != triple.Environment) is { } wrong
            ? $" is for {wrong.Value}, since {wrong.Because}; expected {triple.Environment}, since the asset is for {triple}. {Stop}"
            : null;
    }

    private static string? TooNew(LibrarySummary library, Platform platform)
    {
        if (platform.DeploymentTarget is null) return null;
        var limit = Padded(Version.Parse(platform.DeploymentTarget));
        return library.Groups.FirstOrDefault(group => group.MinimumOs is not null && Padded(group.MinimumOs) > limit) is { } wrong
            ? $"({wrong.NewestMember}) is built for {wrong.Os} {wrong.MinimumOs}; "
                + $"expected {platform.DeploymentTarget} or older, the deploymentTarget of {platform.Target} in the "
                + $"definition. Build it with MACOSX_DEPLOYMENT_TARGET={platform.DeploymentTarget}, or raise the limit there"
            : null;
    }

    private static string? MixedRuntimes(LibrarySummary library)
    {
        var runtimes = library.Directives.Runtimes;
        return runtimes.Count > 1
            ? $" asks for {runtimes.Count} flavours of the C runtime, which do not link together: "
                + $"{string.Join(", ", runtimes.Select(runtime => $"{runtime.Key} in {runtime.Value}"))}; "
                + "build all of it with one of them"
            : null;
    }

    private static string? MissingExports(LibrarySummary library, ExportPatterns exports)
    {
        var missing = exports.Missing(exports.Select(library.Exports));
        if (missing.Count == 0) return null;
        var hidden = new ExportPatterns { Required = missing }.Select(library.Hidden);
        return hidden.Count > 0
            ? $" hides what the definition requires: {Listed.Some(hidden, MostNamed)}; a shared library that is made of it could not show "
                + "that to anybody. Build it without -fvisibility=hidden, or mark what is to be seen: "
                + "__attribute__((visibility(\"default\")))"
            : $" does not define what the definition requires: {string.Join(", ", missing)}; "
                + $"it exports {library.Exports.Count} symbols, none of them matches";
    }

    private static bool IsRight(MemberGroup group, TargetTriple triple) =>
        (group.Machine == triple.Machine || group is { Format: ObjectFormat.Coff, Machine: Machine.Unknown })
        && (group.Format == triple.Format || (group.Format == ObjectFormat.CoffImport && triple.Format == ObjectFormat.Coff))
        && (group.Os == TargetOs.Unknown || IsOf(group.Os, triple));

    /// <summary>Whether objects for a system are for a target's: what Apple's targets add to its name tells simulators from devices.</summary>
    private static bool IsOf(TargetOs os, TargetTriple triple)
    {
        if (os.RustName() != triple.Os) return false;
        if (triple.Format != ObjectFormat.MachO) return true;
        // The older targets for x86_64 are the simulator's, and do not say so.
        var isOlder = triple is { Environment: null, Machine: Machine.X86_64, Os: not "darwin" };
        return os.RustEnvironment() == (isOlder ? "sim" : triple.Environment);
    }

    private static Version Padded(Version version) => new(version.Major, version.Minor, Math.Max(0, version.Build));

    private static string Describe(MemberGroup group) =>
        $"{group.Format.Name()} for {group.Machine.Name()}{(group.Os == TargetOs.Unknown ? "" : $" ({group.Os})")}";
}
