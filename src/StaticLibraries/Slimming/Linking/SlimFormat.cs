using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Linking;

/// <summary>
/// What one object format adds to slimming: a reader of members and a writer of what is left. What is common (the search, which
/// definition counts, what is reached, the archive, the proof) is done around it.
/// </summary>
/// <remarks>
/// In full mode, in this order: <see cref="Read"/> for every member; <see cref="Prepare"/>; then the core searches, resolves and marks;
/// <see cref="Merge"/>. In strip mode: <see cref="Read"/> for every member, <see cref="Strip"/> for every unit.
/// </remarks>
/// <param name="options">What slimming is told.</param>
/// <param name="findings">Takes what a maintainer should know, a sentence each.</param>
internal abstract class SlimFormat(SlimOptions options, List<string> findings)
{
    public abstract ObjectFormat Format { get; }

    /// <summary>How the archive is written.</summary>
    public abstract ArFlavour Flavour { get; }

    protected SlimOptions Options => options;

    protected List<string> Findings => findings;

    /// <summary>Whether members of another format belong to this one: COFF's import objects.</summary>
    public virtual bool Takes(ObjectFormat other) => other == Format;

    /// <summary>Whether a name that is no export may be visible in what is written: those of import objects.</summary>
    public virtual bool StaysVisible(string name) => false;

    /// <summary>Whether a name is one that slimming made; for the names of what <see cref="Merge"/> wrote.</summary>
    public virtual bool IsOwn(string name) => name.EndsWith(options.Suffix, StringComparison.Ordinal);

    /// <summary>A name in C as the format has it.</summary>
    public virtual byte[] NameOf(string name) => Encoding.UTF8.GetBytes(name);

    /// <summary>Reads a member: its sections, symbols and relocations, no more of it.</summary>
    /// <param name="number">The unit's.</param>
    /// <param name="member">The member.</param>
    /// <param name="names">Gets the names of its global symbols.</param>
    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    /// <exception cref="InputException">There is something in it that is not known here, or no machine code.</exception>
    public abstract Unit Read(int number, ByteRange member, NameTable names);

    /// <summary>
    /// Says what else names stand for (<see cref="Units.Aliases"/>), before the search. Names that it needs have to be in the
    /// table: <see cref="Read"/> puts them there.
    /// </summary>
    public virtual void Prepare(Units units) { }

    /// <summary>What is written of a library in full mode: the merged object, and members that have to stay by themselves.</summary>
    /// <exception cref="InputException">There is something alive that cannot be merged.</exception>
    public abstract IReadOnlyList<ArOutput> Merge(SlimmedUnits library);

    /// <summary>What is written of a unit in strip mode.</summary>
    /// <exception cref="InputException">There is something in it that is not known here.</exception>
    public abstract ArOutput Strip(Unit unit);
}

/// <summary>The units of a library with what is known of them in full mode.</summary>
/// <param name="Units">All of them.</param>
/// <param name="Search">Which of them a linker takes for the exports.</param>
/// <param name="Resolution">What each name stands for.</param>
/// <param name="Reach">What lives.</param>
/// <param name="Exports">The numbers of the exports' names.</param>
internal sealed record SlimmedUnits(Units Units, ArchiveSearch Search, Resolution Resolution, Reach Reach, IReadOnlySet<int> Exports);
