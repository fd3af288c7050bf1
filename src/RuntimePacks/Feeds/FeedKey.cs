using System.Net.Http.Headers;

namespace RuntimePacks.Feeds;

/// <summary>
/// The key that a feed wants for adding packages. It is sent with
/// uploads and nothing else: it has no text, and no error holds it.
/// </summary>
public sealed class FeedKey
{
    public const string Variable = "NUGET_API_KEY";

    private const string Header = "X-NuGet-ApiKey";

    private readonly string _value;

    private FeedKey(string value) => _value = value;

    /// <summary>The key in the environment, or null when there is none: some feeds go by their credentials alone.</summary>
    /// <exception cref="RuntimePacksException">What is there cannot be sent.</exception>
    public static FeedKey? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Trim() is not { Length: > 0 } value) return null;
        return value.All(character => character is > ' ' and < '\u007f')
            ? new FeedKey(value)
            : throw new RuntimePacksException($"{Variable} holds characters that no key has: set it again, or unset it");
    }

    internal void AddTo(HttpRequestHeaders headers) => headers.TryAddWithoutValidation(Header, _value);

    /// <summary>A text of the server's without the key, should it have been sent back.</summary>
    internal string Strike(string text) => text.Replace(_value, "***", StringComparison.Ordinal);

    public override string ToString() => "***";
}
