using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>
/// The target of a library, as its content shows it: machine, system and environment,
/// each with its evidence. More than one of a kind contradict each other.
/// </summary>
public sealed record LibraryIdentity
{
    /// <summary>The processors, as <c>x86_64</c>.</summary>
    public required IReadOnlyList<Evidence> Machines { get; init; }

    /// <summary>The systems, as <c>linux</c>; none where nothing in the library says it, as in most ELF objects.</summary>
    public required IReadOnlyList<Evidence> Systems { get; init; }

    /// <summary>
    /// The C libraries or toolchains: <c>gnu</c>, <c>musl</c>,
    /// <c>msvc</c>; none where the system has one alone or nothing tells.
    /// </summary>
    public required IReadOnlyList<Evidence> Environments { get; init; }

    /// <summary>The Rust target that all of it makes; null where a part is missing or contradicted.</summary>
    public string? Target
    {
        get
        {
            if (Machines is not [var machine] || Systems is not [var system] || Environments.Count > 1) return null;
            var environment = Environments is [var only] ? only.Value : null;
            return system.Value switch
            {
                "linux" =>
                    environment is null
                        ? null
                        : $"{machine.Value}-{(environment == "android" ? "linux" : "unknown-linux")}-{environment}",
                "windows" => environment is null ? null : $"{machine.Value}-pc-windows-{environment}",
                "darwin" or "ios" or "tvos" or "watchos" or "visionos" =>
                    $"{machine.Value}-apple-{system.Value}{(environment is null ? "" : $"-{environment}")}",
                _ => $"{machine.Value}-unknown-{system.Value}",
            };
        }
    }

    internal static LibraryIdentity Of(
        IReadOnlyList<MemberGroup> groups,
        int memberCount,
        Func<string,
        bool> defines,
        NameSet undefined,
        Directives directives,
        ImageFacts? image)
    {
        var machines = Distinct(groups.Where(group => group.Machine != Machine.Unknown)
            .Select(group => new Evidence(group.Machine.Name(), $"{group.Format.Name()} for this machine: {Members(group, memberCount)}")));
        var clues = EnvironmentClues.In(groups, defines, undefined, directives, image).ToList();
        var systems = Distinct(groups.Where(group => group.Os != TargetOs.Unknown)
            .Select(group => new Evidence(group.Os.RustName(), $"{SystemShownBy(group)}: {Members(group, memberCount)}"))
            .Concat(clues.Select(clue => new Evidence(clue.Os, clue.Evidence.Because))));
        return new LibraryIdentity
        {
            Machines = machines,
            Systems = systems,
            Environments = Distinct(clues.Where(clue => clue.Evidence.Value.Length > 0).Select(clue => clue.Evidence)),
        };
    }

    private static string SystemShownBy(MemberGroup group) => group.Format switch
    {
        ObjectFormat.Elf => "the ELF header says so (EI_OSABI)",
        ObjectFormat.MachO => "the load commands say so",
        ObjectFormat.Bitcode => "the target triple of the bitcode says so",
        _ => "COFF is for it",
    };

    private static string Members(MemberGroup group, int memberCount) =>
        memberCount == 1 ? group.FirstMember : $"{group.Count} of {memberCount} members, the first is {group.FirstMember}";

    /// <summary>The first evidence for each value.</summary>
    private static List<Evidence> Distinct(IEnumerable<Evidence> evidence) => [.. evidence.DistinctBy(item => item.Value)];
}
