using RuntimePacks.Definition;
using RuntimePacks.Slimming;

namespace RuntimePacks.Packing;

/// <summary>One RID of a release: the platform, which has a RID, and the library for it.</summary>
internal sealed record PackagePart(Platform Platform, SlimmedLibrary Library)
{
    public string Rid => Platform.Rid!;
}
