using RuntimePacks.Definition;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Authoring;

/// <summary>The exports of a release's libraries as patterns: names of C that all of them have, and names that some have.</summary>
internal sealed class ExportGroups
{
    private const int FewestOfPattern = 3;

    private readonly HashSet<string> _ofSome;
    private readonly HashSet<string> _others;

    /// <exception cref="RuntimePacksException">The libraries have no name in common.</exception>
    public ExportGroups(IReadOnlyList<LibraryTarget> libraries)
    {
        var sets = libraries.Select(library => library.Library.Api.Names.ToHashSet()).ToList();
        Common = [.. sets[0].Where(name => sets.All(set => set.Contains(name))).Order(StringComparer.Ordinal)];
        if (Common.Count == 0)
        {
            var counts = libraries.Select(library => $"{library.Library.Asset} has {library.Library.Api.Names.Count()}");
            throw new RuntimePacksException(
                $"no function with a name of C is in all of the libraries: {string.Join(", ", counts)}; expected functions that C can "
                + "call, as #[no_mangle] extern \"C\" makes them in Rust. Where one library is another than the rest, take it away");
        }

        _ofSome = [.. libraries.Where(IsShown).SelectMany(library => library.Library.Api.Names).Except(Common)];
        _others = [.. libraries.SelectMany(library => library.Library.Summary.Exports.Where(CApi.StartsAsName)).Except(Common)];
        var carried = libraries.SelectMany(library => library.Library.Api.Names.Concat(library.Library.Api.Carried))
            .Except(Common).Except(_ofSome).Distinct();
        Selected = new ExportPatterns { Required = [.. Patterns(Common, 0, _others)] };
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

    /// <summary>Other names, which C code inside of the libraries has, as patterns, the most first.</summary>
    public IReadOnlyList<string> Carried { get; }

    /// <summary>The names that a library has and not all others have, as patterns.</summary>
    public IReadOnlyList<string> Own(LibraryTarget library)
    {
        var own = library.Library.Api.Names.Where(_ofSome.Contains).Order(StringComparer.Ordinal).ToList();
        return [.. Patterns(own, 0, [.. Common, .. _others.Except(own)])];
    }

    /// <summary>All that a library exports.</summary>
    public ExportPatterns Of(LibraryTarget library) => Selected.With(new ExportPatterns { Optional = Own(library) });

    /// <summary>Whether its names are those that it shows: in COFF all that a file in C shares with others looks alike.</summary>
    private static bool IsShown(LibraryTarget library) =>
        library.Library.Api.IsRust || TargetTriple.Parse(library.Target).Format != ObjectFormat.Coff;

    /// <summary>
    /// A pattern for names that begin alike, unless others do too: then for fewer of them, and in the end the names themselves.
    /// </summary>
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

    /// <summary>
    /// What all begin with, up to the end of a word: in ordinal order what the first and the last have in common all have.
    /// </summary>
    private static string Start(List<string> names, int known)
    {
        var (first, last) = (names[0], names[^1]);
        var end = known;
        while (end < first.Length)
        {
            var next = EndOfWord(first, end);
            if (!last.StartsWith(first[..next], StringComparison.Ordinal)) break;
            end = next;
        }

        return first[..end];
    }
}
