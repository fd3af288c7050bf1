using RuntimePacks.Files;

namespace RuntimePacks.Mirroring;

/// <summary>A toolchain as rows of a table, one per RID, for a terminal.</summary>
public static class MirrorTable
{
    public static IEnumerable<IReadOnlyList<string>> Rows(Toolchain toolchain) => toolchain.Rids.Select(rid => (IReadOnlyList<string>)
    [
        rid.Rid,
        MirrorTexts.Text(rid.Publishes),
        rid.Packages.Count.ToString(),
        Size.Text(rid.Packages.Sum(package => new FileInfo(package.Source).Length)),
    ]);
}
