using RuntimePacks.Files;

namespace RuntimePacks.Distribution;

/// <summary>Requires parts to be of one release, made in one way: what one run on one machine would have made.</summary>
internal static class PartsAgreement
{
    private const int MostNamed = 4;

    /// <exception cref="RuntimePacksException">They are not; the message says on what they disagree, and which part says what.</exception>
    public static void Require(IReadOnlyList<Part> parts)
    {
        var disagreements =
            (from part in parts
             from fact in Facts(part)
             group (part.Name, fact.Value) by fact.What into said
             let sides = said.GroupBy(one => one.Value, one => one.Name).ToList()
             where sides.Count > 1
             let all = sides.Select(side => $"{side.Key} in {string.Join(", ", side.Distinct())}")
             select $"on {said.Key}: {string.Join("; ", all)}").ToList();
        if (disagreements.Count == 0) return;
        throw new RuntimePacksException(
            $"the parts disagree {Listed.Some(disagreements, MostNamed)}. Run the jobs again that are not as they should be");
    }

    private static IEnumerable<(string What, string Value)> Facts(Part part) =>
    [
        ("the repository", part.Release.Repository),
        ("the tag", part.Release.Tag),
        ("the version", part.Release.Version),
        ("the tag's commit", part.Release.Commit ?? "not known"),
        ("the sample", part.Release.Sample ? "it is" : "it is not"),
        (
            "the release's files",
            string.Join(
                ", ",
                part.Listed.Assets.Select(asset => asset.Name)
                    .Concat(part.Listed.Excluded)
                    .Concat(part.Listed.Skipped)
                    .Order(StringComparer.Ordinal))),
        ("the releases before it (SHA-256 of what the locks say)", Digest.OfTexts(JsonFile.Text(part.Release.Earlier))),
        .. part.Release.Assets.Select(asset => ($"the digest of {asset.Name}", $"sha256:{asset.Sha256}")),
        .. part.Packed.Select(package => ("the packages' version", package.Version)),
        .. part.Slimmed.Select(library => ("--slim", library.Mode.ToString().ToLowerInvariant())),
        .. part.Slimmed.SelectMany(library => library.Done)
        .SelectMany(step => step.Tools)
        .Select(tool => ($"the version of {tool.Name}", tool.Version)),
    ];
}
