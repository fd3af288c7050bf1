namespace RuntimePacks.Tools;

/// <summary>A tool that had a part in what is in a package.</summary>
/// <param name="Name">By its name in the tools file; of what is in this process, the assembly or what of it is meant.</param>
/// <param name="Version">What it says of itself; of a file that is no program, <c>sha256:</c> and its digest.</param>
public sealed record ToolVersion(string Name, string Version);
