using System.Text.RegularExpressions;

namespace RuntimePacks.Definition;

/// <summary>
/// The path of a file in an asset: <c>*</c> stands for any part of a name, and <c>**/</c> for any folders, or none.
/// </summary>
public sealed class PathPattern(string text)
{
    private readonly Regex _regex = new(
        $"^{Regex.Escape(text).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$",
        RegexOptions.CultureInvariant);

    /// <summary>As the definition has it.</summary>
    public string Text => text;

    /// <param name="path">With <c>/</c> between its parts.</param>
    public bool Matches(string path) => _regex.IsMatch(path);
}
