using System.Text.Json;
using System.Text.RegularExpressions;

namespace RuntimePacks.Definition;

/// <summary>What is wrong with a JSON text, in words that name no type of ours.</summary>
internal static partial class JsonFault
{
    public static string Words(JsonException fault)
    {
        var message = fault.Message.Split(" Path: ")[0];
        var at = fault.Path is { Length: > 2 } path ? path[2..] : "the whole";
        if (Unknown().Match(message) is { Success: true } unknown) return $"there is no property {unknown.Groups[1]}";
        if (Missing().Match(message) is { Success: true } missing) return $"these properties are missing: {missing.Groups[1]}";
        if (message.Contains("setting null", StringComparison.Ordinal)) return $"{at}: expected a value, found null";
        if (message.Contains("could not be converted", StringComparison.Ordinal)) return $"{at}: a value of another kind is expected";
        return message.Contains("any JSON tokens", StringComparison.Ordinal) ? "expected JSON, found nothing" : message;
    }

    [GeneratedRegex("^The JSON property ('.+') could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex("missing required properties including: (.+)\\.$")]
    private static partial Regex Missing();
}
