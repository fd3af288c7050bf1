using RuntimePacks.Definition;

namespace RuntimePacks.Authoring;

/// <summary>The exports of a release's libraries as patterns: names of C that all of them have.</summary>
internal sealed class ExportGroups
{
    private const int FewestOfPattern = 3;

    /// <exception cref="RuntimePacksException">The libraries have no name in common.</exception>
    public ExportGroups(IReadOnlyList<LibraryTarget> libraries)
    {
        var sets = libraries.Select(library => library.Library.Api.Names.ToHashSet()).ToList();
        Common = [.. sets[0].Where(name => sets.All(set => set.Contains(name))).Order(StringComparer.Ordinal)];
        if (Common.Count == 0)
        {
            var counts = libraries.Select(library => $"{library.Library.Asset} has {library.Library.Api.Names.Count()}");
            throw new RuntimePacksException(
                $"no function with a name of C is in all of the libraries: {string.Join(", ", counts)}; expected functions that C can call, "
                + "as #[no_mangle] extern \"C\" makes them in Rust. Where one library is another than the rest, take its asset away");
        }

        var own = sets.SelectMany(set => set).Except(Common).ToHashSet();
        var carried = libraries.SelectMany(library => library.Library.Summary.Exports.Where(CApi.StartsAsName)).Where(CApi.IsName)
            .Except(Common).Except(own).ToHashSet();
        HashSet<string> others = [.. own, .. carried];
        Selected = new ExportPatterns { Required = [.. Patterns(Common, 0, others)] };
        OfSome = [.. own.Order(StringComparer.Ordinal)];
        Carried =
        [
            .. carried.GroupBy(name => name[..EndOfWord(name, 0)])
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.Count() > 1 ? $"{group.Key}*" : group.Single()),
        ];
    }

    /// <summary>The names that all libraries have, in ordinal order.</summary>
    public IReadOnlyList<string> Common { get; }

    /// <summary>The same as patterns, which match no other name of any library.</summary>
    public ExportPatterns Selected { get; }

    /// <summary>Names that some of the libraries have, in ordinal order.</summary>
    public IReadOnlyList<string> OfSome { get; }

    /// <summary>The names that libraries in C have which are carried inside, as patterns, the most first.</summary>
    public IReadOnlyList<string> Carried { get; }

    /// <summary>A pattern for names that begin alike, unless others do too: then for fewer of them, and in the end the names themselves.</summary>
    /// <param name="names">In ordinal order.</param>
    /// <param name="known">How many of their first letters are the same.</param>
    private static IEnumerable<string> Patterns(IEnumerable<string> names, int known, HashSet<string> others)
    {
        foreach (var group in names.GroupBy(name => name[..EndOfWord(name, known)]))
        {
            var members = group.ToList();
            var start = Start(members, group.Key.Length);
            if (members.Count < FewestOfPattern)
            {
                foreach (var name in members) yield return name;
            }
            else if (!others.Any(other => other.StartsWith(start, StringComparison.Ordinal)))
            {
                yield return $"{start}*";
            }
            else
            {
                foreach (var pattern in Patterns(members, start.Length, others)) yield return pattern;
            }
        }
    }

    /// <summary>Behind <c>demo_</c> of <c>demo_new</c>, and behind <c>demo</c> of <c>demoNew</c>.</summary>
    private static int EndOfWord(string name, int from)
    {
        for (var i = from + 1; i < name.Length; i++)
        {
            if (name[i] == '_') return i + 1;
            if (char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1])) return i;
        }

        return name.Length;
    }

    /// <summary>What all begin with, up to the end of a word: in ordinal order what the first and the last have in common all have.</summary>
    private static string Start(List<string> names, int known)
    {
        var (first, last) = (names[0], names[^1]);
        var end = known;
        while (end < first.Length && EndOfWord(first, end) is var next && last.StartsWith(first[..next], StringComparison.Ordinal)) end = next;
        return first[..end];
    }
}
