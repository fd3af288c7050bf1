namespace Architecture.Tests;

/// <summary>Who may know whom: a room knows those of the lines above its own, and no other of its line.</summary>
internal static class RoomOrder
{
    private static readonly string[][] Lines =
    [
        ["StaticLibraries"],
        ["StaticLibraries.Objects"],
        ["StaticLibraries.Elf", "StaticLibraries.MachO", "StaticLibraries.Coff", "StaticLibraries.Bitcode"],
        ["StaticLibraries.Ar"],
        ["StaticLibraries.Libraries"],
        ["StaticLibraries.Slimming.Linking"],
        ["StaticLibraries.Slimming.Elf", "StaticLibraries.Slimming.Coff", "StaticLibraries.Slimming.MachO"],
        ["StaticLibraries.Slimming"],

        ["RuntimePacks"],
        ["RuntimePacks.Files", "RuntimePacks.Definition"],
        ["RuntimePacks.Network", "RuntimePacks.Containers", "RuntimePacks.Tools", "RuntimePacks.Stages", "RuntimePacks.Releases"],
        ["RuntimePacks.Releases.GitHub", "RuntimePacks.Verification", "RuntimePacks.Feeds"],
        ["RuntimePacks.Releases.Download", "RuntimePacks.Slimming", "RuntimePacks.Inspection", "RuntimePacks.Abi"],
        ["RuntimePacks.Provenance", "RuntimePacks.Authoring"],
        ["RuntimePacks.Packing"],
        ["RuntimePacks.Signing", "RuntimePacks.Smoke"],
        ["RuntimePacks.Audit", "RuntimePacks.Mirroring", "RuntimePacks.Reports"],
        ["RuntimePacks.Reports.Rendering"],
        ["RuntimePacks.Pipeline"],
        ["RuntimePacks.Distribution"],
    ];

    public static IEnumerable<string> Rooms => Lines.SelectMany(line => line);

    public static bool MayKnow(string room, string other) => LineOf(other) < LineOf(room);

    private static int LineOf(string room) => Array.FindIndex(Lines, line => line.Contains(room));
}
