using StaticLibraries.MachO;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// The load commands of an object that is made of several: the highest oldest version of each system, and what is to be linked with.
/// </summary>
internal static class MachOCommandMerger
{
    /// <param name="units">The units that go into the object.</param>
    /// <param name="taken">Of those and others, the ones whose libraries a linker would take.</param>
    /// <exception cref="InputException">They are for different systems.</exception>
    public static IReadOnlyList<MachOCommand> Merge(IReadOnlyList<MachOUnit> units, IEnumerable<MachOUnit> taken)
    {
        var versions = new SortedDictionary<uint, MachOCommand>();
        foreach (var unit in units) Merge(versions, unit);
        var options = taken.SelectMany(unit => unit.Object.Commands).Where(command => command.Number == MachOCommand.LinkerOption)
            .DistinctBy(command => Convert.ToHexString(command.Bytes));
        return [.. versions.Values, .. options];
    }

    private static void Merge(SortedDictionary<uint, MachOCommand> versions, MachOUnit unit)
    {
        foreach (var command in unit.Object.Commands)
        {
            if (command.Number != MachOCommand.BuildVersion && !command.IsVersionMin) continue;
            var platform = PlatformOf(command);
            if (versions.Count > 0 && !versions.ContainsKey(platform) && !IsZippered(unit))
                throw unit.Refusal("it is for another system than the members before it");
            if (!versions.TryGetValue(platform, out var other) || IsNewer(command, other)) versions[platform] = command;
        }
    }

    /// <summary>Whether it is for macOS and Mac Catalyst at once.</summary>
    private static bool IsZippered(MachOUnit unit) =>
        unit.Object.Commands.Count(command => command.Number == MachOCommand.BuildVersion) > 1;

    /// <summary>The numbers of LC_BUILD_VERSION; the older commands are each for one system, and say nothing of simulators.</summary>
    private static uint PlatformOf(MachOCommand command) => command.Number switch
    {
        MachOCommand.BuildVersion => command.Field(8),
        0x24 => 1,
        0x25 => 2,
        0x2f => 3,
        _ => 4,
    };

    private static uint OldestOf(MachOCommand command) => command.Field(command.IsVersionMin ? 8 : 12);

    private static bool IsNewer(MachOCommand command, MachOCommand other) =>
        OldestOf(command) > OldestOf(other) || (OldestOf(command) == OldestOf(other) && other.IsVersionMin && !command.IsVersionMin);
}
