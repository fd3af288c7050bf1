using RuntimePacks.Containers;
using RuntimePacks.Definition;

namespace RuntimePacks.Smoke;

/// <summary>What a runtime package carries for a linker, taken out of the package itself.</summary>
/// <param name="Library">The path of the static library, unpacked.</param>
/// <param name="Arguments">What it must be linked with, a word each.</param>
/// <param name="Exports">What it exports, in the names of C.</param>
internal sealed record CarriedParts(string Library, IReadOnlyList<string> Arguments, IReadOnlyList<string> Exports)
{
    /// <param name="package">The path of the package.</param>
    /// <param name="folder">An existing folder to unpack the library into.</param>
    /// <exception cref="RuntimePacksException">It is damaged, or not a whole runtime package.</exception>
    public static async Task<CarriedParts> TakeAsync(string package, string rid, string folder, CancellationToken cancellationToken)
    {
        using var opened = UntrustedPackage.Open(package, long.MaxValue);
        var libraries = opened.Names.Where(name => name.StartsWith($"runtimes/{rid}/native/", StringComparison.Ordinal)).ToList();
        if (libraries is not [var entry])
        {
            throw new RuntimePacksException(
                $"{package} holds {libraries.Count} files in runtimes/{rid}/native, expected its library alone");
        }

        var library = Path.Combine(folder, Path.GetFileName(entry));
        await opened.InflateAsync(entry, library, cancellationToken);
        var words = opened.Lines("link/arguments.txt").SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return new CarriedParts(library, [.. words], opened.Lines(PackDefinition.ExportsEntry));
    }
}
