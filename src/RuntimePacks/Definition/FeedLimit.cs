using System.Text.Json.Serialization;

namespace RuntimePacks.Definition;

/// <summary>The size of the largest package that a feed takes.</summary>
/// <param name="Feed">The feed's name, for people.</param>
/// <param name="LimitMB">The largest package, in MB (10^6 bytes).</param>
/// <param name="Enforced">Whether packing fails above it; otherwise the report shows it.</param>
public sealed record FeedLimit(string Feed, int LimitMB, bool Enforced = false)
{
    /// <summary>The same in bytes.</summary>
    [JsonIgnore]
    public long Bytes => LimitMB * 1_000_000L;
}
