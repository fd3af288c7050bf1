namespace RuntimePacks.Mirroring;

/// <summary>The changes that a run made to a mirror.</summary>
/// <param name="Toolchain">What it found for the RIDs.</param>
/// <param name="Added">How many files were new.</param>
/// <param name="AddedBytes">Their size in bytes.</param>
/// <param name="Files">How many files the whole mirror has.</param>
/// <param name="Bytes">Their size in bytes.</param>
public sealed record MirrorSummary(Toolchain Toolchain, int Added, long AddedBytes, int Files, long Bytes);
