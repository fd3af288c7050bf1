using System.Runtime.CompilerServices;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>The bytes that the sections of each kind have: in the file, or, for those that have none there, in memory.</summary>
public sealed class SectionSizes
{
    private readonly long[] _sizes = new long[(int)Enum.GetValues<SectionKind>().Max() + 1];

    public long this[SectionKind kind] => _sizes[(int)kind];

    [MethodImpl(Hot.Path)]
    internal void Add(in ObjectSection section, long most)
    {
        // What is larger than the object that it is in is not believed.
        var size = section.FileSize > 0 ? Math.Min(section.FileSize, most) : (long)Math.Min(section.Size, long.MaxValue >> 20);
        _sizes[(int)section.Kind] = long.CreateSaturating((Int128)_sizes[(int)section.Kind] + size);
    }

    internal void Add(SectionSizes other)
    {
        for (var kind = 0; kind < _sizes.Length; kind++) _sizes[kind] = long.CreateSaturating((Int128)_sizes[kind] + other._sizes[kind]);
    }
}
