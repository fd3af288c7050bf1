using RuntimePacks.Abi;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Releases;
using RuntimePacks.Slimming;
using RuntimePacks.Smoke;
using RuntimePacks.Verification;

namespace RuntimePacks.Distribution;

/// <summary>The records that one run would have left, from those of the parts.</summary>
internal sealed class MergedParts
{
    private const string Again = "bring the part here again, or run its job again";

    private readonly PackDefinition _definition;
    private readonly IReadOnlyList<Part> _parts;
    private readonly string _librariesFolder, _slimmedFolder;

    /// <param name="rids">The RIDs to expect, or null for all that the release has.</param>
    /// <param name="librariesFolder">Where one run puts the libraries as they came.</param>
    /// <param name="slimmedFolder">Where it puts the slimmed ones.</param>
    /// <exception cref="RuntimePacksException">
    /// The parts disagree, one is missing, two are for one RID, or the program of one failed.
    /// </exception>
    public MergedParts(
        PackDefinition definition,
        IReadOnlySet<string>? rids,
        IReadOnlyList<Part> parts,
        string librariesFolder,
        string slimmedFolder)
    {
        (_definition, _parts, _librariesFolder, _slimmedFolder) = (definition, parts, librariesFolder, slimmedFolder);
        PartsAgreement.Require(parts);
        RequireAll(rids);
        AbiCheck.RequireSame(Verified);
        SmokeTest.Require(Smoked);
    }

    /// <summary>The release as its source lists it, as far as the parts go.</summary>
    public ListedRelease Listed
    {
        get
        {
            var assets = _parts.SelectMany(part => part.Listed.Assets)
                .DistinctBy(asset => asset.Name)
                .OrderBy(asset => asset.Name, StringComparer.Ordinal)
                .ToList();
            var all = _parts[0].Listed.Assets.Select(asset => asset.Name).Concat(_parts[0].Listed.Excluded);
            return _parts[0].Listed with
            {
                Assets = assets,
                Excluded = [.. all.Except(assets.Select(asset => asset.Name)).Order(StringComparer.Ordinal)],
            };
        }
    }

    /// <summary>What the locks of the parts pin together; what it exports is not compared yet.</summary>
    public Release Pinned => _parts[0].Release with
    {
        Assets =
        [
            .. _parts
                .SelectMany(part => part.Release.Assets)
                .DistinctBy(asset => asset.Name)
                .OrderBy(asset => asset.Name, StringComparer.Ordinal),
        ],
        Abi = null,
    };

    /// <summary>The libraries, where one run would have put them.</summary>
    public IReadOnlyList<VerifiedLibrary> Verified =>
        [.. _parts.SelectMany(part => part.Verified).OrderBy(library => library.Asset.Name, StringComparer.Ordinal).Select(Here)];

    /// <summary>The libraries as they are in packages, where one run would have put them.</summary>
    public IReadOnlyList<SlimmedLibrary> Slimmed =>
    [
        .. from library in _parts.SelectMany(part => part.Slimmed).OrderBy(library => library.Source.Asset.Name, StringComparer.Ordinal)
           let source = Here(library.Source)
           select library with
           {
               Source = source,
               Path = library.Path == library.Source.Path ? source.Path : Here(_slimmedFolder, source.Asset, library.Path),
           },
    ];

    /// <summary>The packages per RID, and where they are, in the definition's order.</summary>
    public IReadOnlyList<(PackedPackage Package, string Path)> Packages =>
    [
        .. from platform in _definition.Platforms
           from part in _parts
           from package in part.Runtimes
           where package.Target == platform.Target
           select (package, part.PathOf(package)),
    ];

    /// <summary>In the order of <see cref="Packages"/>.</summary>
    public IReadOnlyList<SmokeResult> Smoked =>
        [.. Packages.Select(packed => _parts.SelectMany(part => part.Smoked).First(result => result.Rid == packed.Package.Rid))];

    /// <exception cref="RuntimePacksException">A package is not the one that its job wrote.</exception>
    public async Task RequireUndamagedAsync(CancellationToken cancellationToken = default)
    {
        foreach (var (package, path) in Packages)
        {
            if (!File.Exists(path)) throw new RuntimePacksException($"{path} is not there: {Again}");
            var found = await Digest.OfFileAsync(path, cancellationToken);
            if (found != package.Sha256)
            {
                throw new RuntimePacksException(
                    $"{path} is damaged: expected sha256:{package.Sha256}, found sha256:{found}; {Again}");
            }
        }
    }

    private VerifiedLibrary Here(VerifiedLibrary library) => library with { Path = Here(_librariesFolder, library.Asset, library.Path) };

    /// <summary>Where one run puts a library; <paramref name="path"/> may be of another system.</summary>
    private static string Here(string folder, Asset asset, string path) => Path.Combine(folder, asset.Target, path.Split('/', '\\')[^1]);

    private void RequireAll(IReadOnlySet<string>? rids)
    {
        var claims = _parts.SelectMany(part => part.Rids.Select(rid => (Rid: rid, part.Name))).GroupBy(one => one.Rid);
        if (claims.FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new RuntimePacksException(
                $"{twice.Key} is in two parts: {string.Join(" and ", twice.Select(one => one.Name))}; each RID is the job of one");
        }

        var there = _parts.SelectMany(part => part.Rids).ToHashSet();
        var listed = _parts[0].Listed.Assets.Select(asset => asset.Name).Concat(_parts[0].Listed.Excluded).ToHashSet();
        var names = new AssetNames(_definition, _parts[0].Release.Tag, _parts[0].Release.Version);
        var missing = _definition.Platforms.Where(
            platform =>
                platform.Rid is { } rid
                    && !there.Contains(rid)
                    && rids?.Contains(rid) != false
                    && listed.Contains(names.Of(platform.Target)))
            .ToList();
        if (missing.Count == 0) return;
        throw new RuntimePacksException(
            $"no part is for {string.Join(", ", missing.Select(platform => platform.Rid))}, "
            + $"and the release has {string.Join(", ", missing.Select(platform => names.Of(platform.Target)))}: "
            + $"run again what did not end (--target Smoke --release {_parts[0].Release.Tag} --rids {missing[0].Rid} --output "
            + $"DIR/{missing[0].Rid}), or leave a RID out with --rids");
    }
}
