namespace StaticLibraries.Slimming.Linking;

/// <summary>What slimming is told about one library.</summary>
public sealed record SlimOptions
{
    /// <summary>Full or strip.</summary>
    public required SlimMode Mode { get; init; }

    /// <summary>The names that the library is there for, as in C. Each must be defined, and visible, in the library.</summary>
    public required IReadOnlySet<string> Exports { get; init; }

    /// <summary>
    /// What is put behind a name that has to be the pack's own and that no format can make local: a C identifier, the same for every
    /// version of one package, another for another package.
    /// </summary>
    public required string Suffix { get; init; }

    /// <summary>
    /// What every program has of its own: members of it are left out. Null where the library carries nothing of the kind.
    /// </summary>
    public SystemLibrary? System { get; init; }
}
