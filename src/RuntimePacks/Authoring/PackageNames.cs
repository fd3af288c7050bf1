using System.Text.RegularExpressions;

namespace RuntimePacks.Authoring;

/// <summary>The names that a library's packages get where nobody chose others.</summary>
internal sealed partial class PackageNames
{
    /// <param name="library">The library's name, as <c>demo_native</c>.</param>
    /// <param name="repository">Where it is released; null where that is not known.</param>
    public PackageNames(string library, string? repository)
    {
        var words = Word().Matches(library).Select(match => match.Value).ToList();
        if (words is [_, .., var last] && last.Equals("native", StringComparison.OrdinalIgnoreCase)) words.RemoveAt(words.Count - 1);
        var pascal = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        if (!char.IsAsciiLetter(pascal.FirstOrDefault())) pascal = $"Lib{pascal}";
        PackageId = $"{pascal}.Native";
        MSBuildPrefix = $"{pascal}Native";
        DiagnosticPrefix = string.Concat(pascal.Where(char.IsAsciiLetter)).ToUpperInvariant();
        Repository = repository ?? $"example/{library}";
    }

    public string PackageId { get; }

    public string MSBuildPrefix { get; }

    public string DiagnosticPrefix { get; }

    public string Repository { get; }

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word();
}
