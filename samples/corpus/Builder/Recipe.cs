namespace Corpus;

/// <summary>How one library of the corpus is made.</summary>
/// <param name="part">The part of the corpus.</param>
/// <param name="target">Rust's target triple, or the word universal.</param>
/// <param name="variant">Tells it from others of the part and the target.</param>
internal abstract class Recipe(string part, string target, string variant)
{
    public string Part => part;

    public string Target => target;

    public string Variant => variant;

    public string Name => $"{part}/{Folder}";

    /// <summary>The folder of its own in the part's.</summary>
    public virtual string Folder => $"{target}-{variant}";

    /// <summary>What makes it, by their names in the corpus' tools file.</summary>
    public abstract IReadOnlyList<string> Tools { get; }

    /// <summary>What runs a program with it, besides.</summary>
    public abstract IReadOnlyList<string> RunTools { get; }

    /// <summary>A regular expression for the names that it exports.</summary>
    public abstract string ExportPattern { get; }

    /// <summary>Whether its compiler keeps all cores busy by itself.</summary>
    public virtual bool IsLarge => false;

    /// <summary>Gets what it is made with, and is not a tool: that is asked for once, by all.</summary>
    /// <exception cref="RuntimePacks.RuntimePacksException">It is not to be had here.</exception>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All that decides what is made, a line each: what is compiled, by what, with which words.</summary>
    public abstract IEnumerable<string> Inputs();

    /// <summary>Makes the library.</summary>
    /// <param name="work">A folder of the recipe's own; what an interrupted run left is still there.</param>
    /// <param name="output">An empty folder, for the library.</param>
    /// <param name="cancellationToken">Ends the compilers.</param>
    /// <exception cref="RuntimePacks.RuntimePacksException">A compiler failed.</exception>
    public abstract Task<Made> MakeAsync(string work, string output, CancellationToken cancellationToken);

    /// <summary>All that decides what a program is asked and answers, but the library.</summary>
    public abstract IEnumerable<string> Questions();

    /// <summary>Writes the source of the program that calls the library.</summary>
    /// <param name="folder">The library's own folder.</param>
    /// <param name="library">The library's file, full.</param>
    /// <param name="cancellationToken">Ends what reads the library.</param>
    public abstract Task<Asked> AskAsync(string folder, string library, CancellationToken cancellationToken);
}

/// <summary>What a recipe made.</summary>
/// <param name="Library">The file's name in the output folder.</param>
/// <param name="BuiltWith">The compiler and what it was told.</param>
internal sealed record Made(string Library, string BuiltWith);

/// <summary>What a program asks of a library.</summary>
/// <param name="Program">Null where nothing here links it.</param>
/// <param name="NotRunBecause">Why nothing here runs it; null when something does.</param>
/// <param name="Expected">Each call, and the value that was written down for it.</param>
internal sealed record Asked(CorpusProgram? Program, string? NotRunBecause, IReadOnlyDictionary<string, string> Expected);
