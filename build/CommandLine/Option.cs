namespace Build.CommandLine;

/// <summary>An option of the build's, as it is written, explained and refused.</summary>
/// <param name="Name">Its name, without the hyphens before it.</param>
/// <param name="Value">The word that stands for its value; null for one that takes none.</param>
/// <param name="Words">What it is for, in a line.</param>
/// <param name="Targets">The targets that read it first; it belongs to all that run these before them, too.</param>
public sealed record Option(string Name, string? Value, string Words, params string[] Targets)
{
    /// <summary>The targets that cannot do without it.</summary>
    public IReadOnlyList<string> NeededBy { get; init; } = [];

    public override string ToString() => Value is null ? $"--{Name}" : $"--{Name} {Value}";
}

/// <summary>Options that are about one thing.</summary>
public sealed record OptionGroup(string Title, params Option[] Options);

/// <summary>An option of Cake's, which its host reads itself.</summary>
/// <param name="Names">As it may be written, the name to show first.</param>
/// <param name="Value">The word that stands for its value; null for one that takes none.</param>
/// <param name="Words">What it is for, in a line; null for one that is not shown.</param>
public sealed record CakeOption(string[] Names, string? Value, string? Words);
