using RuntimePacks.Definition;

namespace RuntimePacks.Releases;

/// <summary>The files of a release that matter: those that the definition names, for the RIDs that were asked for.</summary>
public sealed class AssetSelection
{
    private const int MostNames = 4;

    private readonly PackDefinition _definition;
    private readonly IReadOnlySet<string>? _rids;

    /// <param name="rids">The RIDs to keep, or null for all.</param>
    /// <exception cref="RuntimePacksException">The definition has no such RID.</exception>
    public AssetSelection(PackDefinition definition, IReadOnlySet<string>? rids)
    {
        (_definition, _rids) = (definition, rids);
        if (rids?.FirstOrDefault(rid => definition.Platforms.All(platform => platform.Rid != rid)) is { } unknown)
        {
            throw new RuntimePacksException(
                $"the definition has no RID {unknown}; it has "
                + $"{string.Join(", ", definition.Platforms.Select(platform => platform.Rid).OfType<string>())}");
        }
    }

    /// <summary>
    /// Whether the RIDs that were asked for include a target; one that is
    /// checked and not packed comes with the RID of its system and machine.
    /// </summary>
    public bool Includes(string target) =>
        _rids is null
            || _definition.Platforms.Any(
                platform =>
                    platform.Rid is not null
                        && _rids.Contains(platform.Rid)
                        && (platform.Target == target || GoesWith(platform, target)));

    private bool GoesWith(Platform platform, string target) =>
        _definition.Platforms.Any(
            other =>
                other.Target == target
                    && other.Rid is null
                    && (other.Triple.Os, other.Triple.Machine) == (platform.Triple.Os, platform.Triple.Machine));

    /// <summary>
    /// Sorts the files of a release into those to take, those for other RIDs,
    /// and those of no known target; files that are no assets are left out.
    /// </summary>
    /// <param name="names">The names that the release's assets have.</param>
    /// <param name="where">What holds them, for the error.</param>
    /// <exception cref="RuntimePacksException">There is none to take, or several for one target.</exception>
    public SelectedAssets<T> Choose<T>(IEnumerable<T> files, Func<T, string> nameOf, AssetNames names, string where)
    {
        var selected = new SelectedAssets<T>([], [], []);
        foreach (var file in files.OrderBy(nameOf, StringComparer.Ordinal))
        {
            var name = nameOf(file);
            foreach (var target in names.TargetsOf(name))
            {
                if (_definition.Platforms.All(platform => platform.Target != target)) selected.Skipped.Add(name);
                else if (Includes(target)) selected.Taken.Add((file, target));
                else selected.Excluded.Add(name);
            }
        }

        return selected.Taken.Count > 0
            ? selected
            : throw new RuntimePacksException(
                $"{where} holds no asset to pack: expected files named "
                + $"{Listed.Some(Expected(names), MostNames)}{(_rids is null ? "" : $" for {string.Join(", ", _rids)}")}");
    }

    private IEnumerable<string> Expected(AssetNames names) =>
        _definition.Platforms.Where(platform => Includes(platform.Target)).Select(platform => names.Of(platform.Target));
}

/// <summary>The files of a release, sorted by what becomes of them.</summary>
public sealed record SelectedAssets<T>(List<(T File, string Target)> Taken, List<string> Excluded, List<string> Skipped);
