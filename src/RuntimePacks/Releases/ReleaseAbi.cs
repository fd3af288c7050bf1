namespace RuntimePacks.Releases;

/// <summary>The functions and values of a release that managed code compiled against it relies on.</summary>
/// <param name="Exports">The symbols that the libraries are there for, the same on every target, in ordinal order.</param>
/// <param name="ContractVersions">UniFFI's contract version of each namespace, where it could be read.</param>
/// <param name="Checksums">
/// The value of each of UniFFI's checksum functions, where it could be read: it changes with the signature that it is for.
/// </param>
public sealed record ReleaseAbi(
    IReadOnlyList<string> Exports, IReadOnlyDictionary<string, int> ContractVersions, IReadOnlyDictionary<string, int> Checksums)
{
    /// <summary>By target, what that target exports and others need not; null for nothing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Own { get; init; }

    /// <summary>What is known of some targets.</summary>
    public ReleaseAbi Of(IReadOnlySet<string> targets) => this with { Own = Own?.Where(own => targets.Contains(own.Key)).ToDictionary() };
}
