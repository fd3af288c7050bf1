using RuntimePacks.Definition;

namespace RuntimePacks.Authoring;

/// <summary>The exports of a release's libraries as patterns: those that every platform has, and those that some have.</summary>
internal sealed class ExportGroups
{
    private const int FewestOfGroup = 3;

    /// <exception cref="RuntimePacksException">The libraries have no name in common.</exception>
    public ExportGroups(IReadOnlyList<LibraryTarget> libraries)
    {
        var sets = libraries.Select(library => library.Library.Api.Names.ToHashSet()).ToList();
        var all = sets.SelectMany(set => set).ToHashSet();
        var others = libraries.SelectMany(library => library.Library.Summary.Exports.Where(IsName)).Where(CApi.IsName)
            .Where(name => !all.Contains(name)).ToHashSet();
        Common = [.. all.Where(name => sets.All(set => set.Contains(name))).Order(StringComparer.Ordinal)];
        if (Common.Count == 0)
        {
            var counts = libraries.Select(library => $"{library.Library.Asset} has {library.Library.Api.Names.Count()}");
            throw new RuntimePacksException(
                $"no function with a name of C is in all of the libraries: {string.Join(", ", counts)}; expected functions that C can call, "
                + "as #[no_mangle] extern \"C\" makes them in Rust. Where one library is another than the rest, take its asset out of the folder");
        }

        var required = Patterns(Common, others).ToList();
        var selected = new ExportPatterns { Required = required }.Filter();
        var left = all.Where(name => !selected(System.Text.Encoding.UTF8.GetBytes(name))).Order(StringComparer.Ordinal).ToList();
        Selected = new ExportPatterns { Required = required, Optional = [.. Patterns(left, others)] };
        Left = [.. others.GroupBy(FirstWord).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Count() > 1 ? $"{group.Key}*" : group.Key)];
    }

    /// <summary>The names that all libraries have, in ordinal order.</summary>
    public IReadOnlyList<string> Common { get; }

    public ExportPatterns Selected { get; }

    /// <summary>The other names of C that the libraries show, as patterns, the most first: those of libraries in C that they carry.</summary>
    public IReadOnlyList<string> Left { get; }

    private static bool IsName(ReadOnlySpan<byte> name) => name.Length > 0 && char.IsAsciiLetter((char)name[0]);

    /// <summary>A pattern for names that begin alike, unless it has others too; the names themselves where they are few.</summary>
    private static IEnumerable<string> Patterns(IReadOnlyList<string> names, HashSet<string> others)
    {
        foreach (var group in names.GroupBy(FirstWord))
        {
            var members = group.ToList();
            var start = Start(members, group.Key);
            if (members.Count >= FewestOfGroup && !others.Any(other => other.StartsWith(start, StringComparison.Ordinal))) yield return $"{start}*";
            else foreach (var name in members) yield return name;
        }
    }

    /// <summary><c>demo_</c> of <c>demo_new</c>, and <c>demo</c> of <c>demoNew</c>.</summary>
    private static string FirstWord(string name)
    {
        for (var i = 1; i < name.Length; i++)
        {
            if (name[i] == '_') return name[..(i + 1)];
            if (char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1])) return name[..i];
        }

        return name;
    }

    /// <summary>What all begin with, up to the end of a word.</summary>
    private static string Start(List<string> names, string firstWord)
    {
        var (first, last) = (names[0], names[^1]); // in ordinal order what these have in common all have
        var length = 0;
        while (length < Math.Min(first.Length, last.Length) && first[length] == last[length]) length++;
        return first[..Math.Max(firstWord.Length, first[..length].LastIndexOf('_') + 1)];
    }
}
