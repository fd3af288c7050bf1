using System.Runtime.CompilerServices;
using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Ar;

/// <summary>
/// The symbol tables of one archive against its members: a linker that goes by the table alone finds neither what it lacks
/// nor what it places wrongly, and an archive that was cut between two members looks whole but for its table.
/// </summary>
internal sealed class ArIndexes(ByteRange archive)
{
    private const ushort Listed = 1, ListedSecond = 2, ListedEC = 4, Found = 8;
    private const int MostNamed = 5;

    private readonly HashSet<string> _seen = [];
    private readonly NameTable _names = new();
    private readonly Dictionary<long, int> _places = [];
    private readonly HashSet<long> _members = [];
    private readonly List<string> _lacking = [];
    private long[] _numbered = [];
    private long _lackingCount;
    private long _definitions;
    private long _last;
    private int _next;

    /// <summary>The symbol tables so far; those that are indexes of something else do not count.</summary>
    public int TableCount { get; private set; }

    /// <summary>Takes note of what a symbol table refers to.</summary>
    public void Take(ArMember table, ByteRange data)
    {
        var isSecond = !_seen.Add(table.Name);
        if (data.Length == 0) return;
        var reader = new ArSymbolTable(data);
        switch (table.Name)
        {
            case "/" when isSecond:
                _numbered = reader.ReadCoff((name, offset) => List(name, offset, ListedSecond));
                break;
            case "/":
                reader.ReadGnu(4, (name, offset) => List(name, offset, Listed));
                break;
            case "/SYM64/":
                reader.ReadGnu(8, (name, offset) => List(name, offset, Listed));
                break;
            case "/<ECSYMBOLS>/":
                reader.ReadEC(_numbered, (name, offset) => List(name, offset, ListedEC));
                break;
            case "__.SYMDEF" or "__.SYMDEF SORTED":
                reader.ReadBsd(4, (name, offset) => List(name, offset, Listed));
                break;
            case "__.SYMDEF_64" or "__.SYMDEF_64 SORTED":
                reader.ReadBsd(8, (name, offset) => List(name, offset, Listed));
                break;
            default:
                return;
        }

        TableCount++;
    }

    /// <summary>Takes note of a member.</summary>
    public void TakeMember(ArMember member)
    {
        _last = member.HeaderOffset;
        _members.Add(member.HeaderOffset);
    }

    /// <summary>Takes note of a symbol that a member defines and that is not local.</summary>
    /// <param name="member">The member.</param>
    /// <param name="name">As the object has it.</param>
    /// <param name="isOptional">Whether tools differ on whether it belongs into the table.</param>
    [MethodImpl(Hot.Path)]
    public void TakeDefinition(ArMember member, ReadOnlySpan<byte> name, bool isOptional)
    {
        _definitions++;
        if (TableCount == 0) return;
        // Most tables list the names in the order in which the members have them.
        var index = _next < _names.Count && _names[_next].SequenceEqual(name) ? _next : _names.IndexOf(name);
        if (index >= 0) _next = index + 1;
        else
        {
            if (isOptional) return;
            if (++_lackingCount <= MostNamed) _lacking.Add($"{Encoding.UTF8.GetString(name)} ({member.Name})");
            return;
        }

        if (_places.TryGetValue(member.HeaderOffset, out var place) && place == _names.Place(index)) _names.Marks(index) |= Found;
    }

    /// <summary>What the tables and the members do not agree on, a sentence each.</summary>
    /// <exception cref="ArchiveFormatException">A symbol table refers to a member after the last one.</exception>
    public IEnumerable<string> Check()
    {
        if (_places.Keys.DefaultIfEmpty().Max() is var furthest && furthest > _last || _places.Keys.DefaultIfEmpty().Min() < 0)
        {
            throw archive.Fault(
                archive.Length,
                $"the member at byte 0x{furthest:x} that the archive's symbol table refers to",
                "the end of the file");
        }

        return Findings();
    }

    private IEnumerable<string> Findings()
    {
        if (TableCount == 0 && _definitions > 0) yield return "the archive has no symbol table, which most linkers go by: run ranlib on it";
        foreach (var offset in _places.Keys.Where(offset => !_members.Contains(offset)).Order().Take(MostNamed))
        {
            yield return $"the archive's symbol table refers to byte 0x{offset:x}, where no member begins";
        }

        if (_lackingCount > 0) yield return $"the archive's symbol table lacks {Some(_lackingCount, _lacking)} that members define";
        // Which names an ARM64EC import stands for is Microsoft's linker's to say: those are not looked for.
        var wrong = Names(marks => (marks & (Found | ListedEC)) == 0);
        if (wrong.Count > 0)
        {
            yield return $"the archive's symbol table places {Some(wrong.Count, wrong)} in members that do not define them";
        }

        if (_numbered.Length == 0) yield break;
        var onlyOne = Names(marks => (marks & ListedEC) == 0 && (marks & (Listed | ListedSecond)) is Listed or ListedSecond);
        if (onlyOne.Count > 0) yield return $"only one of the archive's two linker members has {Some(onlyOne.Count, onlyOne)}";
    }

    [MethodImpl(Hot.Path)]
    private void List(ReadOnlySpan<byte> name, long offset, ushort table)
    {
        if (!_places.TryGetValue(offset, out var place)) _places.Add(offset, place = _places.Count);
        var count = _names.Count;
        var index = _names.Intern(name);
        // The first entry of a name is the one that a linker takes.
        if (_names.Count > count) _names.Place(index) = place;
        _names.Marks(index) |= table;
    }

    private List<string> Names(Func<ushort, bool> belongs) =>
    [
        .. Enumerable.Range(0, _names.Count)
            .Where(index => belongs(_names.Marks(index)))
            .Select(index => Encoding.UTF8.GetString(_names[index])),
    ];

    private static string Some(long count, IReadOnlyList<string> names) =>
        $"{count} name{(count == 1 ? "" : "s")} ({string.Join(", ", names.Take(MostNamed))}{(count > MostNamed ? ", ..." : "")})";
}
