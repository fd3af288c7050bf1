using RuntimePacks;
using RuntimePacks.Files;

namespace Corpus.Rust;

/// <summary>What a program calls of a crate, as a file lists it.</summary>
/// <param name="Declarations">In C.</param>
/// <param name="Calls">Expressions in C, and what each gives.</param>
internal sealed record CallList(IReadOnlyList<string> Declarations, IReadOnlyDictionary<string, string> Calls)
{
    public static CallList Read(string path) => JsonFile.TryRead<CallList>(path) ?? throw new RuntimePacksException($"there is no {path}");

    /// <summary>Without the calls of functions that a library leaves out.</summary>
    public IReadOnlyDictionary<string, string> Without(IReadOnlyList<string> functions) =>
        Calls.Where(call => !functions.Any(name => call.Key.StartsWith(name + "(", StringComparison.Ordinal))).ToDictionary();
}
