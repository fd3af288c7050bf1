using RuntimePacks;
using RuntimePacks.Files;

namespace Corpus.Zoo;

/// <summary><c>zoo.json</c>: small inputs that each have one construct which breaks slimmers, by every compiler that makes it.</summary>
/// <param name="Compilers">By the names that builds call them.</param>
internal sealed record ZooTable(IReadOnlyDictionary<string, ZooCompiler> Compilers, IReadOnlyList<ZooCase> Cases)
{
    public static ZooTable Read(string path) => JsonFile.TryRead<ZooTable>(path) ?? throw new RuntimePacksException($"there is no {path}");
}

/// <summary>A compiler for one target, and how its programs are linked and run.</summary>
/// <param name="Target">Rust's name of it.</param>
/// <param name="Tools">By their names in the corpus' tools file.</param>
/// <param name="C">The command that compiles C and assembly.</param>
/// <param name="Cxx">The command that compiles C++; empty where there is none.</param>
/// <param name="Archive">Lines of shell that write <c>$library</c> from <c>$objects</c>; a GNU archive without them.</param>
/// <param name="Link">The command that links; null where nothing here does.</param>
/// <param name="Run">The command that runs <c>{program}</c>; null where nothing here does.</param>
/// <param name="RunTools">What runs them, by their names in the corpus' tools file.</param>
/// <param name="NotRunBecause">Why nothing does.</param>
internal sealed record ZooCompiler(
    string Target, IReadOnlyList<string> Tools, string C, string Cxx,
    IReadOnlyList<string>? Archive = null, string? Link = null, string? Run = null,
    IReadOnlyList<string>? RunTools = null, string? NotRunBecause = null);

/// <summary>One construct.</summary>
/// <param name="Sources">Files of the zoo, each with the flags that it alone is compiled with.</param>
/// <param name="Calls">A declaration in C, and what is called of it: <c>call = value</c>.</param>
/// <param name="Builds">A name, and a compiler with its flags.</param>
/// <param name="Archive">In place of the compiler's own.</param>
/// <param name="Link">What the link is told after the library.</param>
/// <param name="Target">In place of the compiler's own.</param>
internal sealed record ZooCase(
    string Name, IReadOnlyList<string> Sources,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Calls, IReadOnlyDictionary<string, string> Builds,
    IReadOnlyList<string>? Archive = null, string? Link = null, string? Target = null);
