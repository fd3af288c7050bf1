using RuntimePacks.Verification;

namespace RuntimePacks.Abi;

/// <summary>
/// Requires the same functions of the libraries of one release on every target: managed code is compiled once for all of them.
/// </summary>
internal static class AbiCheck
{
    private const int MostNamed = 8;

    /// <exception cref="RuntimePacksException">They do not; the message lists the differences by name and target.</exception>
    public static void RequireSame(IReadOnlyList<VerifiedLibrary> libraries)
    {
        var differences = Missing(libraries)
            .Concat(Values(libraries, library => library.ContractVersions, "UniFFI contract version of "))
            .Concat(Values(libraries, library => library.Checksums, ""))
            .ToList();
        if (differences.Count == 0) return;
        throw new RuntimePacksException(
            $"the libraries of this release do not have the same exported ABI: {Listed.Some(differences, MostNamed, "; ")}. "
            + "They were built from different sources or with different features: upstream has to build them again. Where it is meant so, "
            + "\"exports\" of a platform in the definition names what that platform has and others need not have");
    }

    /// <summary>What a library exports as every other does.</summary>
    public static IEnumerable<string> Common(VerifiedLibrary library) => library.Exports.Except(library.OwnExports, StringComparer.Ordinal);

    private static IEnumerable<string> Missing(IReadOnlyList<VerifiedLibrary> libraries)
    {
        var sets = libraries.Select(library => (library.Asset.Target, Names: Common(library).ToHashSet(StringComparer.Ordinal))).ToList();
        foreach (var name in libraries.SelectMany(Common).Distinct().Order(StringComparer.Ordinal))
        {
            var without = sets.Where(set => !set.Names.Contains(name)).Select(set => set.Target).ToList();
            if (without.Count == 0) continue;
            var with = sets.Where(set => set.Names.Contains(name)).Select(set => set.Target).ToList();
            yield return with.Count < without.Count
                ? $"{name} is in {string.Join(", ", with)} alone"
                : $"{name} is not in {string.Join(", ", without)}";
        }
    }

    private static IEnumerable<string> Values(
        IReadOnlyList<VerifiedLibrary> libraries, Func<VerifiedLibrary, IReadOnlyDictionary<string, int>> of, string what) =>
        from pair in libraries.SelectMany(library => of(library), (library, value) => (library.Asset.Target, value.Key, value.Value))
        group pair by pair.Key into name
        let values = name.GroupBy(pair => pair.Value).ToList()
        where values.Count > 1
        select $"{what}{name.Key} is "
            + $"{string.Join(", ", values.Select(value => $"{value.Key} in {string.Join(", ", value.Select(pair => pair.Target))}"))}";
}
