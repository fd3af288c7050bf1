using System.Text;

namespace StaticLibraries.Coff;

/// <summary>
/// One of the words that an object says to the linker (PE Format, "The .drectve Section"): <c>/OPTION:VALUE</c> or
/// <c>-OPTION:VALUE</c>.
/// </summary>
/// <param name="Option">In small letters, without what is before it.</param>
/// <param name="Value">Without quotes.</param>
/// <param name="Text">As it stands.</param>
internal sealed record CoffDirective(string Option, byte[] Value, byte[] Text)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    /// <summary>Whether the section says that its text is UTF-8.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> section) => section.StartsWith(ByteOrderMark);

    /// <summary>The directives in the bytes of a section.</summary>
    public static IReadOnlyList<CoffDirective> Split(ReadOnlySpan<byte> section)
    {
        if (IsUtf8(section)) section = section[ByteOrderMark.Length..];
        var directives = new List<CoffDirective>();
        var (start, isQuoted) = (0, false);
        for (var index = 0; index <= section.Length; index++)
        {
            if (index < section.Length && section[index] == '"') isQuoted = !isQuoted;
            var isEnd = index == section.Length || section[index] is 0
                || (!isQuoted && section[index] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r');
            if (!isEnd) continue;
            if (index > start) directives.Add(Parse(section[start..index]));
            (start, isQuoted) = (index + 1, false);
        }

        return directives;
    }

    private static CoffDirective Parse(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        var option = colon < 0 ? text : text[..colon];
        if (option is [(byte)'/' or (byte)'-', ..]) option = option[1..];
        var value = colon < 0 ? [] : text[(colon + 1)..].ToArray();
        var name = Encoding.UTF8.GetString(option).ToLowerInvariant();
        return new CoffDirective(name, [.. value.Where(letter => letter != '"')], text.ToArray());
    }
}
