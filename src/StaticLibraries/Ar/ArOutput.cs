namespace StaticLibraries.Ar;

/// <summary>A member to be written.</summary>
/// <param name="Name">Of the member.</param>
/// <param name="Size">Of its data, in bytes.</param>
/// <param name="Symbols">The names that the archive's index has for it, as the object has them.</param>
/// <param name="Write">Writes the data, as many bytes as were said.</param>
internal sealed record ArOutput(string Name, long Size, IReadOnlyList<byte[]> Symbols, Action<Stream> Write);
