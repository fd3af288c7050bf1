using System.IO.Enumeration;

namespace RuntimePacks.Platforms;

/// <summary>Which symbols a library is there for; a pattern may hold <c>*</c>.</summary>
public sealed record ExportPatterns
{
    /// <summary>Each of these must match at least one symbol that the library defines.</summary>
    public required IReadOnlyList<string> Required { get; init; }

    /// <summary>Symbols that belong to the library where they are defined.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>The symbols of a library that belong to its exported functions and data, in ordinal order.</summary>
    public IReadOnlyList<string> Select(IEnumerable<string> defined) =>
        [.. defined.Where(symbol => Required.Concat(Optional).Any(pattern => Matches(pattern, symbol))).Order(StringComparer.Ordinal)];

    /// <summary>The required patterns that none of these symbols matches.</summary>
    public IReadOnlyList<string> Missing(IReadOnlyCollection<string> defined) =>
        [.. Required.Where(pattern => !defined.Any(symbol => Matches(pattern, symbol)))];

    private static bool Matches(string pattern, string symbol) =>
        FileSystemName.MatchesSimpleExpression(pattern, symbol, ignoreCase: false);
}
