namespace RuntimePacks.Tools;

/// <summary>A tool, as this machine has it.</summary>
/// <param name="Version">What it says of itself; null when it is not there or says nothing.</param>
public sealed record ExaminedTool(Tool Tool, bool Found, string? Version);
