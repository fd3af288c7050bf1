using RuntimePacks.Packing;
using RuntimePacks.Pipeline;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Smoke;
using RuntimePacks.Stages;
using RuntimePacks.Verification;

namespace RuntimePacks.Distribution;

/// <summary>What one job left of a distributed release: the records of its stages, and its packages.</summary>
internal sealed class Part
{
    private readonly Workspace _workspace;

    /// <param name="folder">The job's output folder, or a copy of the two things in it.</param>
    /// <exception cref="RuntimePacksException">The job did not end, or what is there is of two runs.</exception>
    private Part(string folder)
    {
        _workspace = new Workspace(folder);
        Release = Read(_workspace.Release);
        Listed = Read(_workspace.Listed);
        Verified = Read(_workspace.Verified);
        Slimmed = Read(_workspace.Slimmed);
        Packed = Read(_workspace.Packed);
        Smoked = Read(_workspace.Smoked);
        if (!IsOfOneRun())
        {
            throw new RuntimePacksException(
                $"the part {Name} holds what two runs left, the later of which did not end: run its job again");
        }
    }

    /// <summary>The release that was verified, with the assets of this part.</summary>
    public Release Release { get; }

    public ListedRelease Listed { get; }

    public IReadOnlyList<VerifiedLibrary> Verified { get; }

    public IReadOnlyList<SlimmedLibrary> Slimmed { get; }

    public IReadOnlyList<PackedPackage> Packed { get; }

    public IReadOnlyList<SmokeResult> Smoked { get; }

    /// <summary>What errors call it.</summary>
    public string Name => Path.GetFileName(_workspace.Root);

    /// <summary>The packages for RIDs: that of the consumers' package which the job wrote knows only the job's own.</summary>
    public IEnumerable<PackedPackage> Runtimes => Packed.Where(package => package.Rid is not null);

    /// <summary>The RIDs that it is for.</summary>
    public IEnumerable<string> Rids => Runtimes.Select(package => package.Rid!);

    public string PathOf(PackedPackage package) => Path.Combine(_workspace.PackagesFolder, package.FileName);

    /// <summary>Reads every part in a folder, in ordinal order of their names.</summary>
    /// <exception cref="RuntimePacksException">There is none, or one of a job that did not end.</exception>
    public static IReadOnlyList<Part> ReadAll(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new RuntimePacksException($"there is no folder {folder}: --parts takes the folder that holds one folder per job");
        }

        var parts = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(path => new Part(path)).ToList();
        return parts.Count > 0
            ? parts
            : throw new RuntimePacksException(
                $"{folder} holds no part: expected one folder per job, each with stages/ and packages/");
    }

    private T Read<T>(StageRecord<T> record)
        where T : class =>
        record.Earlier()
            ?? throw new RuntimePacksException(
                $"the part {Name} has no record of {record.Stage} that can be read: its job did not end, run it again");

    /// <summary>
    /// Each stage worked on what the one before it left: the records of a run that was killed are older from some stage on.
    /// </summary>
    private bool IsOfOneRun() =>
        Verified.All(library => Release.Assets.Any(asset => asset.Name == library.Asset.Name && asset.Sha256 == library.Asset.Sha256))
        && Slimmed.All(
            library =>
                Verified.Any(
                    verified => verified.Sha256 == library.Source.Sha256 && verified.Asset.Name == library.Source.Asset.Name))
        && Slimmed.Select(library => library.Source.Asset.Target)
            .Order(StringComparer.Ordinal)
            .SequenceEqual(Runtimes.Select(package => package.Target!).Order(StringComparer.Ordinal))
        && Smoked.Select(result => result.Rid).Order(StringComparer.Ordinal).SequenceEqual(Rids.Order(StringComparer.Ordinal));
}
