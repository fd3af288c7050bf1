using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

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
        var group = _groups.GetValueOrDefault(key) ?? new MemberGroup(format, member.Machine, member.Os, null, null, 0, name);
        if (member.MinimumOs is { } minimum && (group.MinimumOs is null || minimum > group.MinimumOs))
        {
            group = group with { MinimumOs = minimum, NewestMember = name };
        }

        _groups[key] = group with { Count = group.Count + 1 };
    }

    public IReadOnlyList<MemberGroup> ToList() => [.. _groups.Values];
}
