namespace RuntimePacks.Definition;

/// <summary>
/// A library that stands for the real one: it is built from source
/// when no release is named. Paths in the file are seen from the file.
/// </summary>
public sealed record SampleLibrary
{
    /// <summary>The library's own name, as Rust has it: <c>lib</c> comes before it, <c>.a</c> after it.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of a Rust crate without dependencies.</summary>
    public required string Crate { get; init; }

    /// <summary>
    /// A folder with the same functions in C, for targets that no Rust std is to be had for; those are left out without it.
    /// </summary>
    public string? CTwin { get; init; }

    /// <summary>A file with a line per exported symbol; without it no DLL is put beside the static libraries.</summary>
    public string? Exports { get; init; }

    /// <summary>The project that is published with the sample's packages, where it is not the one for every release.</summary>
    public string? App { get; init; }

    /// <summary>The program in C that is linked with the sample's packages, where it is not the one for every release.</summary>
    public string? Program { get; init; }

    /// <summary>
    /// The definition of another library with a sample, whose packages the project references too: two packs in one program.
    /// </summary>
    public string? Beside { get; init; }

    internal SampleLibrary SeenFrom(string folder) => this with
    {
        Crate = Path.GetFullPath(Crate, folder),
        CTwin = CTwin is null ? null : Path.GetFullPath(CTwin, folder),
        Exports = Exports is null ? null : Path.GetFullPath(Exports, folder),
        App = App is null ? null : Path.GetFullPath(App, folder),
        Program = Program is null ? null : Path.GetFullPath(Program, folder),
        Beside = Beside is null ? null : Path.GetFullPath(Beside, folder),
    };
}
