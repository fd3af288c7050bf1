using RuntimePacks.Archives.Bytes;

namespace RuntimePacks.Archives.Ar;

/// <summary>
/// The symbol tables of one archive against its members: an archive that was cut between two members looks whole
/// but for its symbol tables, which still refer to what is gone.
/// </summary>
internal sealed class ArIndexes(ByteRange archive)
{
    private readonly HashSet<string> _seen = [];
    private long _first;
    private long _last;

    /// <summary>The header offset of the last member so far.</summary>
    public long LastMember { get; set; }

    /// <summary>Takes note of what a symbol table refers to.</summary>
    public void Take(ArMember table, ByteRange data)
    {
        var isSecond = !_seen.Add(table.Name);
        foreach (var offset in new ArSymbolTable(table.Name, isSecond, data).MemberOffsets())
        {
            _first = Math.Min(_first, offset);
            _last = Math.Max(_last, offset);
        }
    }

    /// <exception cref="ArchiveFormatException">A symbol table refers to a member after the last one.</exception>
    public void Check()
    {
        var outside = _first < 0 ? _first : _last;
        if (outside < 0 || outside > LastMember)
        {
            throw archive.Fault(archive.Length, $"the member at byte 0x{outside:x} that the archive's symbol table refers to", "the end of the file");
        }
    }
}
