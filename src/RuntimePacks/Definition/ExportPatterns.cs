using System.IO.Enumeration;
using System.Text;
using StaticLibraries.Libraries;

namespace RuntimePacks.Definition;

/// <summary>The symbols that a library is there for, as patterns, which may hold <c>*</c>.</summary>
public sealed record ExportPatterns
{
    /// <summary>What is not itself in a pattern.</summary>
    private static readonly char[] s_special = ['*', '?', '\\'];

    /// <summary>Each of these must match at least one symbol that the library defines.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Symbols that belong to the library where they are defined.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>These patterns, and others.</summary>
    public ExportPatterns With(ExportPatterns others) =>
        new() { Required = [.. Required, .. others.Required], Optional = [.. Optional, .. others.Optional] };

    /// <summary>The symbols of a library that belong to its exported functions and data, in ordinal order.</summary>
    public IReadOnlyList<string> Select(NameSet defined) => [.. defined.Where(Filter()).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Lets the names through that one of the patterns matches; the start
    /// of a pattern, which most names do not have, is compared in UTF-8.
    /// </summary>
    internal NameFilter Filter()
    {
        var patterns = Required.Concat(Optional)
            .Select(pattern => (Pattern: pattern, Start: Encoding.UTF8.GetBytes(pattern.Split(s_special)[0])))
            .ToList();
        return name =>
        {
            foreach (var (pattern, start) in patterns)
            {
                if (name.StartsWith(start) && Matches(pattern, Encoding.UTF8.GetString(name))) return true;
            }

            return false;
        };
    }

    /// <summary>The required patterns that none of these symbols matches.</summary>
    /// <param name="selected">What <see cref="Select"/> found.</param>
    public IReadOnlyList<string> Missing(IReadOnlyCollection<string> selected) =>
        [.. Required.Where(pattern => !selected.Any(symbol => Matches(pattern, symbol)))];

    private static bool Matches(string pattern, string symbol) =>
        FileSystemName.MatchesSimpleExpression(pattern, symbol, ignoreCase: false);
}
