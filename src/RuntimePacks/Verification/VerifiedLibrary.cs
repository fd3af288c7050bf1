using System.Text.Json.Serialization;
using RuntimePacks.Releases;
using RuntimePacks.Stages;
using StaticLibraries.Libraries;

namespace RuntimePacks.Verification;

/// <summary>A static library that was taken out of its asset and found to be right for its target.</summary>
public sealed record VerifiedLibrary : IKept
{
    public required Asset Asset { get; init; }

    /// <summary>The full path of the library, inflated, or where that would be; its name is the one that it has inside the asset.</summary>
    public required string Path { get; init; }

    /// <summary>Its path inside the asset; where the asset is the library itself, its name.</summary>
    public required string Entry { get; init; }

    /// <summary>Whether its asset has it compressed as packages do, so that one can have the same bytes.</summary>
    public bool IsDeflated { get; init; }

    /// <summary>Whether it was written there: what is packed as its asset has it needs no file.</summary>
    public bool HasFile { get; init; } = true;

    [JsonIgnore]
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The digest of the library, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The flavour of the ar archive.</summary>
    public required string Flavour { get; init; }

    /// <summary>How many object files it holds.</summary>
    public required int Members { get; init; }

    /// <summary>How many symbols their symbol tables hold.</summary>
    public required long Symbols { get; init; }

    /// <summary>The symbols that the library is there for, in ordinal order.</summary>
    public required IReadOnlyList<string> Exports { get; init; }

    /// <summary>Those of them that the definition gives its platform alone, and other targets need not have.</summary>
    public IReadOnlyList<string> OwnExports { get; init; } = [];

    /// <summary>What its members refer to and none defines, in the names of C.</summary>
    public required IReadOnlyList<string> Undefined { get; init; }

    /// <summary>What it needs of glibc as it is; null for nothing.</summary>
    public GlibcNeed? Glibc { get; init; }

    /// <summary>UniFFI's contract version of each namespace, where it could be read.</summary>
    public IReadOnlyDictionary<string, int> ContractVersions { get; init; } = new Dictionary<string, int>();

    /// <summary>The value of each of UniFFI's checksum functions, where it could be read.</summary>
    public IReadOnlyDictionary<string, int> Checksums { get; init; } = new Dictionary<string, int>();

    /// <inheritdoc/>
    public required string Key { get; init; }
}
