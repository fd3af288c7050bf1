using NuGet.Versioning;
using RuntimePacks.Releases;

namespace RuntimePacks.Abi;

/// <summary>The differences between a release's exports and those of a release before it.</summary>
public sealed record AbiComparison
{
    private const int MostNamed = 8;

    /// <summary>The version that it was compared with; null when no release before it is known.</summary>
    public string? Base { get; init; }

    /// <summary>Where what that version exports is known from: the lock, or a feed.</summary>
    public string? From { get; init; }

    public IReadOnlyList<string> Added { get; init; } = [];

    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>UniFFI contract versions that changed, and signatures: those of functions whose UniFFI checksum changed.</summary>
    public IReadOnlyList<ChangedValue> Changed { get; init; } = [];

    /// <summary>Whether programs that were compiled against the base stop working.</summary>
    public bool IsBreaking => Removed.Count > 0 || Changed.Count > 0;

    /// <summary>Why a break is no error; null when it is one, or when nothing breaks.</summary>
    public string? AllowedBecause { get; init; }

    /// <param name="What">A namespace's contract version, or a checksum function.</param>
    public sealed record ChangedValue(string What, int Before, int After)
    {
        public override string ToString() => $"{What} was {Before} and is {After}";
    }

    /// <param name="before">The release before.</param>
    /// <param name="from">Where that is known from.</param>
    /// <param name="allowBreak">Whether the user allows a break that the versions do not.</param>
    public static AbiComparison Between(string before, ReleaseAbi old, string from, string version, ReleaseAbi abi, bool allowBreak)
    {
        var comparison = new AbiComparison
        {
            Base = before,
            From = from,
            Added = [.. abi.Exports.Except(old.Exports, StringComparer.Ordinal), .. Own(abi, old)],
            Removed = [.. old.Exports.Except(abi.Exports, StringComparer.Ordinal), .. Own(old, abi)],
            Changed =
            [
                .. Changes(old.ContractVersions, abi.ContractVersions, "the UniFFI contract version of "),
                .. Changes(old.Checksums, abi.Checksums, ""),
            ],
        };
        return comparison.IsBreaking
            ? comparison with
            {
                AllowedBecause = VersionsAllow(NuGetVersion.Parse(before), NuGetVersion.Parse(version))
                    ?? (allowBreak ? "--allow-abi-break" : null),
            }
            : comparison;
    }

    /// <exception cref="RuntimePacksException">The release breaks what it may not break; the message names it.</exception>
    public void Require(string version)
    {
        if (!IsBreaking || AllowedBecause is not null) return;
        var breaks = Removed.Select(name => $"{name} is gone").Concat(Changed.Select(value => value.ToString())).ToList();
        throw new RuntimePacksException(
            $"release {version} breaks programs that were compiled against {Base} ({From}): {Listed.Some(breaks, MostNamed, "; ")}. "
            + "Only a new major version may do that (in 0.x, a new minor one): ask upstream; "
            + "--allow-abi-break packs it all the same, and the report says so");
    }

    /// <summary>
    /// Semantic Versioning 2.0.0: a major version may break (item 8), a prerelease promises nothing (item 9), nor does 0.x (item 4), where
    /// Cargo takes the minor version for the major one (The Cargo Book, SemVer Compatibility).
    /// </summary>
    private static string? VersionsAllow(SemanticVersion before, SemanticVersion version) =>
        version.Major > before.Major ? "the major version rises"
        : version.Major == 0 && version.Minor > before.Minor ? "the minor version rises, before 1.0"
        : before.IsPrerelease ? $"{before} was a prerelease"
        : null;

    /// <summary>What a target alone exports in one release and not in the other.</summary>
    private static IEnumerable<string> Own(ReleaseAbi one, ReleaseAbi other) =>
        from target in one.Own ?? new Dictionary<string, IReadOnlyList<string>>()
        from name in target.Value.Except(other.Own?.GetValueOrDefault(target.Key) ?? []).Except(other.Exports)
        select $"{name} of {target.Key}";

    private static IEnumerable<ChangedValue> Changes(
        IReadOnlyDictionary<string, int> old, IReadOnlyDictionary<string, int> now, string what) =>
        from pair in old
        where now.TryGetValue(pair.Key, out var value) && value != pair.Value
        orderby pair.Key
        select new ChangedValue(what + pair.Key, pair.Value, now[pair.Key]);
}
