using System.Text.Json.Serialization;
using RuntimePacks.Stages;
using RuntimePacks.Verification;
using StaticLibraries.Libraries;
using StaticLibraries.Slimming.Linking;

namespace RuntimePacks.Slimming;

/// <summary>A verified library, as it goes into a package.</summary>
public sealed record SlimmedLibrary : IKept
{
    /// <summary>The library as it came in its asset.</summary>
    public required VerifiedLibrary Source { get; init; }

    /// <summary>Its full path; its name is the one that it has inside the asset.</summary>
    public required string Path { get; init; }

    [JsonIgnore]
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required int Members { get; init; }

    public required long Symbols { get; init; }

    /// <summary>What it needs of glibc; null for nothing.</summary>
    public GlibcNeed? Glibc { get; init; }

    /// <summary>What changed it, in order; none for a library that is packed as it came.</summary>
    public required IReadOnlyList<SlimStep> Done { get; init; }

    /// <summary>The names of what changed it.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Steps => [.. Done.Select(step => step.Name)];

    /// <summary>How much was to be taken away.</summary>
    public required SlimMode Mode { get; init; }

    /// <inheritdoc/>
    public required string Key { get; init; }
}
