using System.Net.Http.Headers;

namespace RuntimePacks.Releases.GitHub;

/// <summary>A GitHub token. It is given to the API's own host and to nobody else: it has no text, and no error holds it.</summary>
public sealed class GitHubToken
{
    private static readonly string[] Variables = ["GITHUB_TOKEN", "GH_TOKEN"];

    private readonly string _value;

    private GitHubToken(string value) => _value = value;

    /// <summary>The token in the environment, or null when there is none: a public repository needs none.</summary>
    /// <exception cref="RuntimePacksException">What is there is no token, or the host must not be sent one.</exception>
    public static GitHubToken? FromEnvironment(GitHubHost host)
    {
        foreach (var variable in Variables)
        {
            if (Environment.GetEnvironmentVariable(variable)?.Trim() is not { Length: > 0 } value) continue;
            if (!value.All(character => char.IsAsciiLetterOrDigit(character) || "-._~+/=".Contains(character, StringComparison.Ordinal)))
            {
                throw new RuntimePacksException($"{variable} holds characters that no GitHub token has: set it again, or unset it");
            }

            return host.Api.Scheme == Uri.UriSchemeHttps || host.Api.IsLoopback
                ? new GitHubToken(value)
                : throw new RuntimePacksException(
                    $"{variable} is set, and {host.Web} would be sent it unencrypted: use https, or unset the variable");
        }

        return null;
    }

    /// <summary>As a header of a request (RFC 6750, section 2.1).</summary>
    internal AuthenticationHeaderValue Header => new("Bearer", _value);

    /// <summary>A text of the server's without the token, should it have been sent back.</summary>
    internal string Strike(string text) => text.Replace(_value, "***", StringComparison.Ordinal);

    public override string ToString() => "***";
}
