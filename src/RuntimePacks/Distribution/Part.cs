using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Smoke;
using RuntimePacks.Verification;

namespace RuntimePacks.Distribution;

/// <summary>What one job left of a distributed release: its lock, the records of its stages, and its packages.</summary>
public sealed record Part
{
    private const string Lost = "its job did not end: run it again";

    /// <summary>The job's output folder, or a copy of the three things in it.</summary>
    public required string Folder { get; init; }

    public required Release Lock { get; init; }

    public required ListedRelease Listed { get; init; }

    public required IReadOnlyList<VerifiedLibrary> Verified { get; init; }

    public required IReadOnlyList<SlimmedLibrary> Slimmed { get; init; }

    public required IReadOnlyList<PackedPackage> Packed { get; init; }

    public required IReadOnlyList<SmokeResult> Smoked { get; init; }

    /// <summary>What errors call it.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>The packages for RIDs: that of the consumers' package which the job wrote knows only the job's own.</summary>
    public IEnumerable<PackedPackage> Runtimes => Packed.Where(package => package.Rid is not null);

    /// <summary>The RIDs that it is for.</summary>
    public IEnumerable<string> Rids => Runtimes.Select(package => package.Rid!);

    public string PathOf(PackedPackage package) => Path.Combine(Folder, "packages", package.FileName);

    /// <summary>Reads every part in a folder, in ordinal order of their names.</summary>
    /// <exception cref="RuntimePacksException">There is none, or one of a job that did not end.</exception>
    public static IReadOnlyList<Part> ReadAll(string folder)
    {
        if (!Directory.Exists(folder)) throw new RuntimePacksException($"there is no folder {folder}: --parts takes the folder that holds one folder per job");
        var parts = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(Read).ToList();
        return parts.Count > 0 ? parts : throw new RuntimePacksException($"{folder} holds no part: expected one folder per job, each with release.lock.json, stages/ and packages/");
    }

    private static Part Read(string folder)
    {
        var part = new Part
        {
            Folder = folder,
            Lock = Record<Release>("release.lock.json"),
            Listed = Stage<ListedRelease>("resolve"),
            Verified = Stage<IReadOnlyList<VerifiedLibrary>>("verify"),
            Slimmed = Stage<IReadOnlyList<SlimmedLibrary>>("slim"),
            Packed = Stage<IReadOnlyList<PackedPackage>>("pack"),
            Smoked = Stage<IReadOnlyList<SmokeResult>>("smoke"),
        };
        return part.IsOfOneRun() ? part : throw new RuntimePacksException($"the part {part.Name} holds what two runs left, the later of which did not end: run its job again");

        T Stage<T>(string name)
            where T : class => Record<T>(Path.Combine("stages", name + ".json"));

        T Record<T>(string name)
            where T : class =>
            JsonFile.TryRead<T>(Path.Combine(folder, name)) ?? throw new RuntimePacksException($"the part {Path.GetFileName(folder)} has no {name}: {Lost}");
    }

    /// <summary>Each stage worked on what the one before it left: the records of a run that was killed are older from some stage on.</summary>
    private bool IsOfOneRun() =>
        Verified.All(library => Lock.Assets.Any(asset => asset.Name == library.Asset.Name && asset.Sha256 == library.Asset.Sha256))
        && Slimmed.All(library => Verified.Any(verified => verified.Sha256 == library.Source.Sha256 && verified.Asset.Name == library.Source.Asset.Name))
        && Slimmed.Select(library => library.Source.Asset.Target).Order(StringComparer.Ordinal).SequenceEqual(Runtimes.Select(package => package.Target!).Order(StringComparer.Ordinal))
        && Smoked.Select(result => result.Rid).Order(StringComparer.Ordinal).SequenceEqual(Rids.Order(StringComparer.Ordinal));
}
