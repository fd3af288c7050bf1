using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Linking;

/// <summary>
/// Names of which a program has to have one definition, whoever brings it. A library's own copy is not seen by the C library once it is
/// local, and is seen by everybody when it is not.
/// </summary>
internal static class ProgramWideNames
{
    /// <summary>What gives memory and takes it back: one who frees what another gave ends the program.</summary>
    private static readonly string[] s_allocator =
    [
        "malloc", "free", "calloc", "realloc", "reallocarray", "posix_memalign", "aligned_alloc", "memalign", "valloc", "pvalloc", "cfree",
        "malloc_usable_size", "malloc_size",
        "_aligned_malloc", "_aligned_free", "_aligned_realloc", "_msize", "_recalloc", "_expand",
    ];

    /// <summary>
    /// In strip mode: a linker takes the members for everybody's sake, and NativeAOT hides what they define from the C library.
    /// </summary>
    /// <exception cref="InputException">The library defines the system's allocator.</exception>
    public static void RequireNone(Units units, SlimFormat format)
    {
        foreach (var name in s_allocator)
        {
            if (Number(units, format, name) is not { } number) continue;
            var unit = units.DefinitionsOf(number).Select(definition => units[definition.Unit]).FirstOrDefault(one => !one.IsImport);
            if (unit is not null) throw Allocator(unit, name);
        }
    }

    /// <summary>In full mode: what is dead is no matter.</summary>
    /// <exception cref="InputException">What the exports need has the system's allocator in it, or a part of an unwinder.</exception>
    public static void Require(SlimmedUnits library, SlimFormat format)
    {
        foreach (var name in s_allocator)
        {
            if (Number(library.Units, format, name) is { } number && LiveUnit(library, number) is { } unit) throw Allocator(unit, name);
        }

        RequireWholeUnwinder(library, format);
    }

    /// <summary>One who raises an exception and one who goes on with it have to be of one unwinder.</summary>
    private static void RequireWholeUnwinder(SlimmedUnits library, SlimFormat format)
    {
        var prefix = format.NameOf("_Unwind_");
        var (own, others) = ((string?)null, (string?)null);
        Unit? unit = null;
        for (var number = 0; number < library.Units.Names.Count; number++)
        {
            if (!library.Units.Names[number].StartsWith(prefix) || !library.Reach.IsNamed(number)) continue;
            var name = Encoding.UTF8.GetString(library.Units.Names[number]);
            if (library.Resolution.Of(number) is { Exists: true } definition && !library.Units[definition.Unit].IsImport)
            {
                (own, unit) = (name, library.Units[definition.Unit]);
            }
            else others = name;
        }

        if (own is null || others is null) return;
        throw unit!.Refusal(
            $"it has {own}, and {others} is not in the library: "
            + "exceptions that one unwinder raises and another goes on with end the program",
            "put the whole unwinder (libunwind, libgcc_eh) into the library, or none of it");
    }

    private static int? Number(Units units, SlimFormat format, string name) =>
        units.Names.IndexOf(format.NameOf(name)) is >= 0 and var number ? number : null;

    private static Unit? LiveUnit(SlimmedUnits library, int name) =>
        library.Resolution.Of(name) is { Exists: true } definition && library.Reach.IsLive(definition)
            && !library.Units[definition.Unit].IsImport
            ? library.Units[definition.Unit]
            : null;

    private static InputException Allocator(Unit unit, string name) => unit.Refusal(
        $"it defines {name}: the C library does not use an allocator that is inside of a NativeAOT program, "
        + "and what one allocates the other cannot free",
        "build the library with an allocator under names of its own (a prefix, as jemalloc and mimalloc offer), or with the system's");
}
