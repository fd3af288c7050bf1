namespace RuntimePacks.Definition;

/// <summary>The programs that call a library to see that its packages work.</summary>
/// <param name="App">The folder of a project in C#.</param>
/// <param name="Program">A file in C; null for none.</param>
public sealed record SmokeSources(string App, string? Program);
