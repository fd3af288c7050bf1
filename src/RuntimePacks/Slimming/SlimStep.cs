using RuntimePacks.Tools;

namespace RuntimePacks.Slimming;

/// <summary>One step that changed a library.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Before">The digest of the library before it, 64 lower-case hexadecimal digits.</param>
/// <param name="After">The digest after it.</param>
/// <param name="Tools">What did it.</param>
public sealed record SlimStep(string Name, string Before, string After, IReadOnlyList<ToolVersion> Tools);
