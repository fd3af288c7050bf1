using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using RuntimePacks;
using StaticLibraries;

namespace Architecture.Tests;

/// <summary>The two assemblies of <c>src/</c>, and how their rooms know each other: a room is a folder, and so a namespace.</summary>
internal static class Buildings
{
    /// <summary>The readers of static libraries, which know nothing of what they are read for.</summary>
    public static System.Reflection.Assembly Libraries { get; } = typeof(InputException).Assembly;

    /// <summary>What makes packages of them.</summary>
    public static System.Reflection.Assembly Packs { get; } = typeof(RuntimePacksException).Assembly;

    public static IReadOnlyList<System.Reflection.Assembly> All { get; } = [Libraries, Packs];

    /// <summary>Every namespace that holds types, in ordinal order.</summary>
    public static IReadOnlyList<string> Rooms { get; } =
        [
            .. All.SelectMany(building => building.GetTypes()).Select(type => type.Namespace).OfType<string>().Where(IsRoom).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// How often a room refers to another, or to a namespace outside, in compiled code. The owner of a constant does not
    /// show there; the <c>using</c> of its namespace does, in the source.
    /// </summary>
    public static IReadOnlyDictionary<(string From, string To), int> References { get; } = Count();

    public static bool IsRoom(string name) => All.Any(building => name.Split('.')[0] == building.GetName().Name);

    /// <summary>The rooms that a room refers to.</summary>
    public static IEnumerable<string> KnownTo(string room) =>
        References.Keys.Where(pair => pair.From == room && IsRoom(pair.To)).Select(pair => pair.To);

    /// <summary>A value that the project file hands on.</summary>
    public static string Setting(string name) =>
        typeof(Buildings).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == name).Value!;

    private static Dictionary<(string From, string To), int> Count() =>
        new ArchLoader().LoadAssemblies([.. All]).Build().Types
            .SelectMany(type => type.Dependencies)
            .Where(dependency => dependency.Target is not GenericParameter)
            .Select(dependency => (From: dependency.Origin.Namespace.FullName, To: dependency.Target.Namespace.FullName))
            .Where(pair => pair.From != pair.To && IsRoom(pair.From))
            .GroupBy(pair => pair)
            .ToDictionary(group => group.Key, group => group.Count());
}
