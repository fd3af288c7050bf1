namespace RuntimePacks.Releases;

/// <summary>A file of a release, pinned.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Target">The Rust target triple that its name says it is for.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Its digest, 64 lower-case hexadecimal digits.</param>
public sealed record Asset(string Name, string Target, long Size, string Sha256)
{
    /// <summary>
    /// GitHub's number for this upload: a file that is uploaded again
    /// under the same name gets another; null when GitHub was not asked.
    /// </summary>
    public long? Id { get; init; }

    /// <summary>Who said that this is the digest.</summary>
    public DigestSource DigestFrom { get; init; }

    /// <summary>The file of the release that has the same digest; null where the definition names none.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>The language that stands in for Rust in the sample's library, whose sizes say nothing then; null for Rust.</summary>
    public string? StandIn { get; init; }
}
