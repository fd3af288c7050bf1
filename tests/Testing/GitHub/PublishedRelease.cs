using System.Security.Cryptography;
using System.Text;

namespace Testing.GitHub;

/// <summary>A release on the server, and the tag that it is for.</summary>
public sealed class PublishedRelease(long id, string tag)
{
    public long Id => id;

    public string Tag => tag;

    public bool Draft { get; init; }

    public bool Prerelease { get; init; }

    /// <summary>How many annotated tags stand between the tag's name and its commit.</summary>
    public int Annotations { get; init; }

    public string Commit { get; set; } = Sha($"commit of {tag}");

    public List<PublishedAsset> Assets { get; } = [];

    /// <summary>The object that the tag names after some annotated tags.</summary>
    internal (string Type, string Sha) Object(int depth) => depth == Annotations ? ("commit", Commit) : ("tag", Sha($"{tag} {depth}"));

    private static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 20));
}
