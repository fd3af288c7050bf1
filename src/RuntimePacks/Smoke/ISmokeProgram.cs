using RuntimePacks.Tools;

namespace RuntimePacks.Smoke;

/// <summary>A program with the library of one RID's package inside.</summary>
internal interface ISmokeProgram
{
    SmokeLanguage Language { get; }

    /// <summary>What making and running it need, by their names in the tools file.</summary>
    IReadOnlyList<string> Tools { get; }

    /// <summary>All that it is made from but tools and packages, as texts.</summary>
    IEnumerable<string> MadeFrom { get; }

    /// <summary>What runs it; null where nothing here does.</summary>
    Runner? Runner { get; }

    /// <summary>Why it is not run, or not on quite the system that it is for; null when there is nothing to say.</summary>
    string? Reason { get; }

    /// <summary>The id of another pack that is in it too; null for none.</summary>
    string? Beside { get; }

    /// <summary>Where it is when it is made.</summary>
    string Executable { get; }

    /// <summary>Runs the same program without NativeAOT, with a shared library; null where it has no such form here.</summary>
    Command? WithoutAot { get; }

    /// <exception cref="RuntimePacksException">It cannot be made, or is not what it should be.</exception>
    Task MakeAsync(CancellationToken cancellationToken);
}
