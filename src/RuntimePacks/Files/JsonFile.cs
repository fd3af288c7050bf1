using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RuntimePacks.Files;

/// <summary>
/// The files that one stage leaves for the next, and for people: JSON with two spaces, no byte order mark, the same on every system.
/// </summary>
public static class JsonFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions OnOneLine = new(Format) { WriteIndented = false };

    private static readonly JsonSerializerOptions Strict = new(Format) { RespectRequiredConstructorParameters = true };

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Format) + "\n";

    /// <summary>The same on one line, for what reads line by line.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, OnOneLine) + "\n";

    /// <summary>Reads what <see cref="Text"/> wrote, and is not trusted: nothing is missing, and nothing is null.</summary>
    /// <exception cref="JsonException">It is not JSON of this shape.</exception>
    public static T Parse<T>(string text)
    {
        if (HasNull(JsonNode.Parse(text))) throw new JsonException("it holds a null, where a value is expected");
        return JsonSerializer.Deserialize<T>(text, Strict)!;
    }

    /// <exception cref="RuntimePacksException">The disk is full.</exception>
    public static Task WriteAsync<T>(string path, T value) => AtomicFile.WriteTextAsync(path, Text(value));

    /// <summary>Reads a file, or null when there is none.</summary>
    /// <exception cref="RuntimePacksException">It is not JSON of this shape.</exception>
    public static T? TryRead<T>(string path)
        where T : class
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(file, Format);
        }
        catch (JsonException e)
        {
            throw new RuntimePacksException($"{path}, line {e.LineNumber + 1}: {e.Message}", e);
        }
    }

    private static bool HasNull(JsonNode? node) => node switch
    {
        null => true,
        JsonObject map => map.Any(member => HasNull(member.Value)),
        JsonArray list => list.Any(HasNull),
        _ => false,
    };
}
