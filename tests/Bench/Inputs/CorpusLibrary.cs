namespace Bench.Inputs;

/// <summary>A library of the corpus that is there.</summary>
/// <param name="Target">Rust's target triple.</param>
/// <param name="Path">The file, full.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Exports">The names that consumers call.</param>
internal sealed record CorpusLibrary(string Target, string Path, long Size, IReadOnlyList<string> Exports);
