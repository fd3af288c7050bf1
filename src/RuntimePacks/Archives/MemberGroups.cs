namespace RuntimePacks.Archives;

/// <summary>Counts members by format, machine and system, and keeps the name of the first of each.</summary>
internal sealed class MemberGroups
{
    private readonly OrderedDictionary<(ObjectFormat, Machine, TargetOs), MemberGroup> _groups = [];

    public int MemberCount { get; private set; }

    public void Take(string name, ObjectFile member)
    {
        MemberCount++;
        var format = RustMetadata.IsIn(name, member) ? ObjectFormat.RustMetadata : member.Format;
        var key = (format, member.Machine, member.Os);
        var group = _groups.GetValueOrDefault(key) ?? new MemberGroup(format, member.Machine, member.Os, null, 0, name);
        var minimum = group.MinimumOs is null || member.MinimumOs > group.MinimumOs ? member.MinimumOs : group.MinimumOs;
        _groups[key] = group with { Count = group.Count + 1, MinimumOs = minimum };
    }

    public IReadOnlyList<MemberGroup> ToList() => [.. _groups.Values];
}
