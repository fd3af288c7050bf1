using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>
/// The facts that UniFFI's bindings check before they call anything (The UniFFI user guide, "Lifting, Lowering and Serialization",
/// and the scaffolding that it generates): the version of the contract, <c>ffi_NAMESPACE_uniffi_contract_version</c>, and a
/// checksum of each function's signature, <c>uniffi_NAMESPACE_checksum_…</c>. Both are functions that return a constant.
/// </summary>
public sealed class UniffiContract
{
    private const string VersionPrefix = "ffi_", VersionSuffix = "_uniffi_contract_version",
        ChecksumPrefix = "uniffi_", ChecksumInfix = "_checksum_";

    /// <summary>More functions than any library has.</summary>
    private const int Most = 100_000;

    private readonly SortedDictionary<string, int?> _versions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int?> _checksums = new(StringComparer.Ordinal);

    /// <summary>The contract version of each namespace; null where the function is of a form that is not read here.</summary>
    public IReadOnlyDictionary<string, int?> Versions => _versions;

    /// <summary>The value of each checksum function; null where it is of a form that is not read here.</summary>
    public IReadOnlyDictionary<string, int?> Checksums => _checksums;

    /// <summary>The contract versions that could be read.</summary>
    public IReadOnlyDictionary<string, int> KnownVersions => Known(_versions);

    /// <summary>The checksums that could be read.</summary>
    public IReadOnlyDictionary<string, int> KnownChecksums => Known(_checksums);

    internal static bool IsPart(ReadOnlySpan<byte> name) =>
        name.StartsWith("ffi_"u8) && name.EndsWith("_uniffi_contract_version"u8)
        || name.StartsWith("uniffi_"u8) && name.IndexOf("_checksum_"u8) > 0;

    internal void Take(string name, ObjectFile file, in ObjectSymbol symbol)
    {
        if (_versions.Count + _checksums.Count >= Most) return;
        Span<byte> buffer = stackalloc byte[ConstantFunction.Longest];
        var value = ConstantFunction.ValueOf(file.Machine, file.BytesOf(symbol, buffer));
        if (name.EndsWith(VersionSuffix, StringComparison.Ordinal))
        {
            _versions.TryAdd(name[VersionPrefix.Length..^VersionSuffix.Length], value);
        }
        else if (name.StartsWith(ChecksumPrefix, StringComparison.Ordinal)
            && name.Contains(ChecksumInfix, StringComparison.Ordinal))
        {
            _checksums.TryAdd(name, value);
        }
    }

    private static SortedDictionary<string, int> Known(SortedDictionary<string, int?> values) => new(
        values.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!.Value), StringComparer.Ordinal);
}
