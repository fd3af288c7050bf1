using System.Text.Json.Serialization;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Definition;

/// <summary>One target that a release may hold an asset for, and what its static library must be linked with.</summary>
public sealed record Platform
{
    /// <summary>The Rust target triple.</summary>
    public required string Target { get; init; }

    /// <summary>
    /// The .NET runtime identifier whose package this target's library
    /// goes into; none for a target that is checked but not packed.
    /// </summary>
    public string? Rid { get; init; }

    /// <summary>Why a target without a <see cref="Rid"/> gets no package.</summary>
    public string? NotPackedBecause { get; init; }

    /// <summary>Whether a release is whole without an asset for it.</summary>
    public bool Optional { get; init; }

    /// <summary>What stands for <c>{target}</c> in the names of this platform's assets; null for the target itself.</summary>
    public string? Asset { get; init; }

    /// <summary>The same as <see cref="PackDefinition.LibraryPath"/> where this platform's is another.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>Exports that this platform has and others need not have, beside those of the definition.</summary>
    public ExportPatterns? Exports { get; init; }

    /// <summary>
    /// System libraries, by the name that the platform's linker takes
    /// (<c>-lm</c> is <c>m</c>, <c>ws2_32.lib</c> is <c>ws2_32</c>).
    /// </summary>
    public IReadOnlyList<string> Libraries { get; init; } = [];

    /// <summary>Apple's frameworks.</summary>
    public IReadOnlyList<string> Frameworks { get; init; } = [];

    /// <summary>Anything else that the linker driver must be told.</summary>
    public IReadOnlyList<string> LinkerArguments { get; init; } = [];

    /// <summary>
    /// The newest version of the system that the library's objects may ask
    /// for (Apple's deployment target); no limit where it is not given.
    /// </summary>
    public string? DeploymentTarget { get; init; }

    /// <summary>The newest version of glibc that the library may need; no limit where it is not given.</summary>
    public string? Glibc { get; init; }

    /// <summary>
    /// The label of GitHub's runner on which a program for this platform can be
    /// linked and run; none for a definition whose releases are not distributed.
    /// </summary>
    public string? Runner { get; init; }

    /// <summary>The image of the container on that runner in which it can, where the runner's own system is another one.</summary>
    public string? Container { get; init; }

    [JsonIgnore]
    public TargetTriple Triple => TargetTriple.Parse(Target);

    /// <summary>
    /// All of it as arguments of the linker that NativeAOT runs for this platform, in order: clang or gcc, or MSVC's link.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<string> LinkLine =>
    [
        .. LinkerArguments,
        .. Libraries.Select(library => Triple.Format == ObjectFormat.Coff ? $"{library}.lib" : $"-l{library}"),
        .. Frameworks.Select(framework => $"-framework {framework}"),
    ];
}
