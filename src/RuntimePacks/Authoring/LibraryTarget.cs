using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Authoring;

/// <summary>The target that a library is for: as it is itself, and where it does not tell, as its asset's name says.</summary>
/// <param name="Library">The library.</param>
/// <param name="Target">The Rust target.</param>
/// <param name="Doubt">What is to be looked at, as a clause; null where all of it agrees.</param>
internal sealed record LibraryTarget(FoundLibrary Library, string Target, string? Doubt)
{
    /// <summary>Null for a library that is for no system or machine that packages are made for.</summary>
    public static LibraryTarget? Of(FoundLibrary library)
    {
        var (identity, words) = (library.Summary.Identity, AssetWords.Of(library.Asset));
        if (!words.Tell) words = AssetWords.Of(library.Entry);
        if (identity.Machines is not [var machine] || MachineOf(machine.Value) is not { } known) return null;
        var doubts = new List<string>();
        if (words.Machine != Machine.Unknown && words.Machine != known) doubts.Add($"{machine.Value} by its objects ({machine.Because})");
        var system = Told(identity.Systems, words.Os, "linux", doubts);
        var environment = system is "linux" or "windows"
            ? Told(identity.Environments, words.Environment, system == "linux" ? "gnu" : "msvc", doubts)
            : null;
        var target = (system, environment) switch
        {
            ("linux", "gnu" or "musl") => $"{machine.Value}-unknown-linux-{environment}",
            ("windows", "gnu" or "msvc") => $"{machine.Value}-pc-windows-{environment}",
            ("darwin", _) when identity.Environments.Count == 0 => $"{machine.Value}-apple-darwin",
            _ => null,
        };
        return target is null ? null : new LibraryTarget(library, target, doubts.Count == 0 ? null : string.Join(", ", doubts));
    }

    /// <summary>The .NET runtime identifier of its programs; null for windows-gnu, which NativeAOT does not link with.</summary>
    public string? Rid
    {
        get
        {
            var triple = TargetTriple.Parse(Target);
            var machine = triple.Machine == Machine.X86_64 ? "x64" : "arm64";
            return (triple.Os, triple.Environment) switch
            {
                ("linux", "musl") => $"linux-musl-{machine}",
                ("linux", _) => $"linux-{machine}",
                ("darwin", _) => $"osx-{machine}",
                ("windows", "msvc") => $"win-{machine}",
                _ => null,
            };
        }
    }

    /// <summary>What the library shows, or else what its name says, or else what most are.</summary>
    private static string Told(IReadOnlyList<Evidence> shown, string? word, string otherwise, List<string> doubts)
    {
        if (shown is [var only])
        {
            if (word is not null && word != only.Value) doubts.Add($"{only.Value} and not {word}, as its name says: {only.Because}");
            return only.Value;
        }

        if (shown.Count > 1) doubts.Add($"it has of {string.Join(" and of ", shown.Select(one => $"{one.Value} ({one.Because})"))}");
        else if (word is null) doubts.Add($"{otherwise} because nothing in it tells");
        return word ?? otherwise;
    }

    private static Machine? MachineOf(string name) => name switch
    {
        "x86_64" => Machine.X86_64,
        "aarch64" => Machine.Aarch64,
        _ => null,
    };
}
