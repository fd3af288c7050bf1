using RuntimePacks.Tools;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Smoke;

/// <summary>How a program in C is linked for a target on this machine, and what runs it.</summary>
internal abstract class CLink
{
    /// <summary>What linking and running need, by their names in the tools file.</summary>
    public abstract IReadOnlyList<string> Tools { get; }

    /// <summary>What runs the program; null where nothing here does.</summary>
    public abstract Runner? Runner { get; }

    /// <summary>Why nothing runs it, or what stands in for something of the target; null when there is nothing to say.</summary>
    public abstract string? Reason { get; }

    /// <param name="parts">What the package carries.</param>
    /// <param name="sources">The program, in C.</param>
    /// <param name="executable">Where the linked program goes.</param>
    /// <param name="work">An existing folder for what lies between.</param>
    /// <exception cref="RuntimePacksException">It does not link; the linker's words are in the message.</exception>
    public abstract Task LinkAsync(
        CarriedParts parts, IReadOnlyList<string> sources, string executable, string work, CancellationToken cancellationToken);

    /// <returns>Null for a target that nothing known here links for.</returns>
    public static CLink? For(TargetTriple target, Toolbox toolbox) =>
        SmokeHost.OwnRid != "linux-x64" ? null : target switch
        {
            { Format: ObjectFormat.Elf, Environment: "musl", Machine: Machine.X86_64 or Machine.Aarch64 } => new MuslLink(target, toolbox),
            { Format: ObjectFormat.MachO } => new MacLink(target, toolbox),
            { Format: ObjectFormat.Coff, Environment: "msvc" } => new MsvcLink(target, toolbox),
            _ => null,
        };

    /// <summary>Compiles sources that need no header of the target's system.</summary>
    /// <param name="target">As clang names it.</param>
    /// <returns>The objects, in order.</returns>
    protected static async Task<IReadOnlyList<string>> CompileAsync(
        Toolbox toolbox, string target, IEnumerable<string> sources, string work, CancellationToken cancellationToken)
    {
        var objects = new List<string>();
        foreach (var source in sources)
        {
            var made = Path.Combine(work, Path.GetFileName(source) + ".o");
            await new Command(toolbox["clang"].Find()!, $"--target={target}", "-ffreestanding", "-O1", "-c", "-o", made, source)
                .OutputAsync(cancellationToken);
            objects.Add(made);
        }

        return objects;
    }
}
