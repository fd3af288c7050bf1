using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StaticLibraries.Objects;

/// <summary>
/// The names of a library, each once, in UTF-8 as the files have them, and what is known of each. A name costs its
/// bytes and some 25 more, where a string would cost twice its bytes and 70 more.
/// </summary>
internal sealed class NameTable
{
    private const int ChunkSize = 1 << 20;

    private readonly List<byte[]> _chunks = [];
    private readonly List<Entry> _entries = [];
    private int[] _buckets = new int[1024];
    private int _usedInLastChunk = ChunkSize;

    private struct Entry
    {
        public long Position;
        public int Length;
        public int Hash;
        public int Next;
        public ushort Marks;
        public int Place;
    }

    public int Count => _entries.Count;

    /// <summary>The number of a name, which is added if it is new.</summary>
    [MethodImpl(Hot.Path)]
    public int Intern(ReadOnlySpan<byte> name)
    {
        var hash = HashOf(name);
        var index = Find(name, hash);
        return index >= 0 ? index : Add(name, hash);
    }

    /// <summary>The number of a name; negative when it is not here.</summary>
    public int IndexOf(ReadOnlySpan<byte> name) => Find(name, HashOf(name));

    /// <summary>What is known of a name: bits whose meaning is the owner's.</summary>
    public ref ushort Marks(int index) => ref CollectionsMarshal.AsSpan(_entries)[index].Marks;

    /// <summary>A number that the owner keeps beside a name.</summary>
    public ref int Place(int index) => ref CollectionsMarshal.AsSpan(_entries)[index].Place;

    public ReadOnlySpan<byte> this[int index] => NameOf(CollectionsMarshal.AsSpan(_entries)[index]);

    /// <summary>
    /// Hashed with a seed of this process (as every string is), so that nobody can write names that all fall into one bucket.
    /// </summary>
    [MethodImpl(Hot.Path)]
    private static int HashOf(ReadOnlySpan<byte> name)
    {
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(name));
        return (name.Length & 1) == 0 ? hash : HashCode.Combine(hash, name[^1]);
    }

    [MethodImpl(Hot.Path)]
    private int Find(ReadOnlySpan<byte> name, int hash)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        for (var index = _buckets[hash & (_buckets.Length - 1)] - 1; index >= 0; index = entries[index].Next)
        {
            ref var entry = ref entries[index];
            if (entry.Hash == hash && entry.Length == name.Length && NameOf(entry).SequenceEqual(name)) return index;
        }

        return -1;
    }

    [MethodImpl(Hot.Path)]
    private int Add(ReadOnlySpan<byte> name, int hash)
    {
        if (_entries.Count == _buckets.Length / 2) Grow();
        if (name.Length >= ChunkSize - _usedInLastChunk)
        {
            _chunks.Add(new byte[ChunkSize]);
            _usedInLastChunk = 0;
        }

        name.CopyTo(_chunks[^1].AsSpan(_usedInLastChunk));
        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries.Add(new Entry
        {
            Position = (long)(_chunks.Count - 1) * ChunkSize + _usedInLastChunk,
            Length = name.Length,
            Hash = hash,
            Next = bucket - 1,
        });
        bucket = _entries.Count;
        _usedInLastChunk += name.Length;
        return _entries.Count - 1;
    }

    private void Grow()
    {
        _buckets = new int[_buckets.Length * 2];
        var entries = CollectionsMarshal.AsSpan(_entries);
        for (var index = 0; index < entries.Length; index++)
        {
            ref var bucket = ref _buckets[entries[index].Hash & (_buckets.Length - 1)];
            entries[index].Next = bucket - 1;
            bucket = index + 1;
        }
    }

    private ReadOnlySpan<byte> NameOf(Entry entry) =>
        _chunks[(int)(entry.Position / ChunkSize)].AsSpan((int)(entry.Position % ChunkSize), entry.Length);
}
