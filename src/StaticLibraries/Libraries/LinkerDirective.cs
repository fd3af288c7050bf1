using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>One option that a COFF object gives the linker in its .drectve section (PE Format, "The .drectve Section").</summary>
/// <param name="Name">Without its slash or hyphen, in lower-case letters.</param>
/// <param name="Values">What follows the colon, between commas, without the quotes.</param>
internal sealed record LinkerDirective(string Name, IReadOnlyList<string> Values)
{
    /// <summary>Reads the directives of one section.</summary>
    /// <param name="most">How many of its bytes are read.</param>
    public static IEnumerable<LinkerDirective> In(ObjectFile file, in ObjectSection section, long most)
    {
        var buffer = new byte[Math.Min(section.FileSize, Math.Min(most, file.Size))];
        return Parse(Encoding.UTF8.GetString(file.BytesOf(section, buffer)));
    }

    /// <summary>Reads directives as linkers do: blanks separate them, and what is in quotes holds together.</summary>
    public static IEnumerable<LinkerDirective> Parse(string text)
    {
        foreach (var option in Split(text.TrimStart('\ufeff'), character => character is ' ' or '\t' or '\r' or '\n' or '\0'))
        {
            var plain = option.StartsWith('"') ? option.Trim('"') : option;
            if (plain is not ['/' or '-', .. var rest]) continue;
            var parts = rest.Split(':', 2);
            var values = parts.Length == 1
                ? []
                : Split(parts[1], character => character == ',').Select(value => value.Replace("\"", "", StringComparison.Ordinal));
            yield return new LinkerDirective(parts[0].ToLowerInvariant(), [.. values]);
        }
    }

    /// <summary>The pieces of a text between separators that are not in quotes, without empty ones.</summary>
    private static IEnumerable<string> Split(string text, Func<char, bool> separates)
    {
        var (start, isQuoted) = (0, false);
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && text[at] == '"') isQuoted = !isQuoted;
            if (at < text.Length && (isQuoted || !separates(text[at]))) continue;
            if (at > start) yield return text[start..at];
            start = at + 1;
        }
    }
}
