using System.Text.Json;

namespace RuntimePacks.Definition;

/// <summary>On which line of a JSON text each of its values begins.</summary>
internal sealed class JsonLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.OrdinalIgnoreCase);
    private int _line = 1;
    private int _counted;

    /// <exception cref="JsonException">It is not JSON.</exception>
    public JsonLines(ReadOnlySpan<byte> text, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(text, options);
        reader.Read();
        Add(ref reader, text, "");
    }

    /// <summary>The line of a value, or of the nearest one around it that is there.</summary>
    /// <param name="path">Names and numbers from the outermost object on: <c>platforms[2].rid</c>.</param>
    public int Of(string path)
    {
        while (!_lines.ContainsKey(path)) path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        return _lines[path];
    }

    private void Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, string path)
    {
        var start = (int)reader.TokenStartIndex;
        _line += text[_counted..start].Count((byte)'\n');
        _counted = start;
        _lines[path] = _line;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                reader.Read();
                Add(ref reader, text, path.Length == 0 ? name : $"{path}.{name}");
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                Add(ref reader, text, $"{path}[{index}]");
            }
        }
    }
}
