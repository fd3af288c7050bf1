using RuntimePacks.Archives;
using RuntimePacks.Platforms;

namespace RuntimePacks.Verification;

/// <summary>Whether a static library is what its target and its definition ask for.</summary>
public static class LibraryCheck
{
    /// <param name="asset">The path of the asset that the library came in, for messages.</param>
    /// <exception cref="RuntimePacksException">It is not; the message names the member and both machines, or the missing exports.</exception>
    public static void Require(string asset, LibrarySummary library, Platform platform, ExportPatterns exports)
    {
        var where = $"{asset}: {Path.GetFileName(library.File)}";
        if (library.MemberCount == 0) throw new RuntimePacksException($"{where} is an archive without members; expected a static library for {platform.Target}");

        var triple = platform.Triple;
        if (library.Groups.FirstOrDefault(group => !IsRight(group, triple)) is { } wrong)
        {
            throw new RuntimePacksException(
                $"{where}({wrong.FirstMember}) is {Describe(wrong)}{(wrong.Count > 1 ? $", as are {wrong.Count - 1} more of its {library.MemberCount} members" : "")}; "
                + $"expected {triple.Format.Name()} for {triple.Machine.Name()}, since the asset is for {triple}. Nothing of this release should be published before upstream has said what happened");
        }

        var missing = exports.Missing(library.Exports);
        if (missing.Count > 0)
        {
            throw new RuntimePacksException($"{where} does not define what the definition requires: {string.Join(", ", missing)}; it exports {library.Exports.Count} symbols, none of them matches");
        }
    }

    private static bool IsRight(MemberGroup group, TargetTriple triple) =>
        group.Machine == triple.Machine
        && (group.Format == triple.Format || (group.Format == ObjectFormat.CoffImport && triple.Format == ObjectFormat.Coff))
        && (group.Os == TargetOs.Unknown || group.Os == Os(triple));

    private static TargetOs Os(TargetTriple triple) => triple.Os switch
    {
        "linux" => TargetOs.Linux,
        "darwin" => TargetOs.MacOs,
        "windows" => TargetOs.Windows,
        "ios" => TargetOs.Ios,
        "freebsd" => TargetOs.FreeBsd,
        _ => TargetOs.Unknown,
    };

    private static string Describe(MemberGroup group) =>
        $"{group.Format.Name()} for {group.Machine.Name()}{(group.Os == TargetOs.Unknown ? "" : $" ({group.Os})")}";
}
