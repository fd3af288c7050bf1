namespace Corpus;

/// <summary>One library of the corpus, or the reason why this machine does not have it.</summary>
/// <param name="Name">The part, a slash, and what tells it from the others of its part.</param>
/// <param name="Part">small, large, bindings or zoo.</param>
/// <param name="Target">Rust's target triple; of a library for several machines, the word universal.</param>
/// <param name="Variant">Of a Rust library, release or debug (with debugging data); of the zoo's, how it was compiled.</param>
public sealed record CorpusEntry(string Name, string Part, string Target, string Variant)
{
    /// <summary>The library's file, relative to the folder of the index; null when it is not there.</summary>
    public string? Path { get; init; }

    /// <summary>In bytes.</summary>
    public long Size { get; init; }

    /// <summary>Of the archive, in all; 0 for a library that is no archive.</summary>
    public int Members { get; init; }

    /// <summary>As <c>llvm-nm</c> reads them: sorted, without the underscore that Mach-O puts before a name.</summary>
    public IReadOnlyList<string> Exports { get; init; } = [];

    /// <summary>Which of the names are exports: a regular expression, for a definition of the library.</summary>
    public string ExportPattern { get; init; } = "";

    /// <summary>What a program linked with the library has to print: each call, and the value that was written down for it.</summary>
    public IReadOnlyDictionary<string, string> Expected { get; init; } = new Dictionary<string, string>();

    /// <summary>What a program printed that was linked with the library as built; empty where none ran.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>The program that calls the exports; null where nothing here links it.</summary>
    public CorpusProgram? Program { get; init; }

    /// <summary>Why no program ran with it; null when one did.</summary>
    public string? NotRunBecause { get; init; }

    /// <summary>The compiler and what it was told.</summary>
    public string BuiltWith { get; init; } = "";

    /// <summary>How long it took to build, at the time when it was.</summary>
    public double Seconds { get; init; }

    /// <summary>Why the library is not there; null when it is.</summary>
    public string? MissingBecause { get; init; }
}
