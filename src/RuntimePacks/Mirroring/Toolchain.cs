namespace RuntimePacks.Mirroring;

/// <summary>The ways to publish a consumer's program for a RID with what the feeds have.</summary>
public enum PublishKind
{
    /// <summary>Not for this RID at all.</summary>
    None,

    /// <summary>As a program that needs .NET on the machine that runs it.</summary>
    FrameworkDependent,

    /// <summary>Together with .NET.</summary>
    SelfContained,

    /// <summary>Compiled ahead of time.</summary>
    NativeAot,
}

/// <summary>The packages that an SDK downloads when a consumer publishes, for some RIDs.</summary>
/// <param name="Sdk">The version of the SDK.</param>
/// <param name="TargetFramework">What the consumer's programs target.</param>
public sealed record Toolchain(string Sdk, string TargetFramework, IReadOnlyList<ToolchainRid> Rids);

/// <param name="Publishes">The most that can be done with the packages.</param>
/// <param name="NoNativeAotBecause">What no feed has, or what the SDK says; null when NativeAOT is there.</param>
/// <param name="Packages">What NuGet resolved.</param>
public sealed record ToolchainRid(string Rid, PublishKind Publishes, string? NoNativeAotBecause, IReadOnlyList<MirrorPackage> Packages);
