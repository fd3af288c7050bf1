using System.Text;
using StaticLibraries.MachO;
using StaticLibraries.Objects;

namespace StaticLibraries.Ar;

/// <summary>An archive as ar(1), llvm-ar, Apple's libtool and Microsoft's lib write it, read from its start to its end.</summary>
internal sealed class ArArchive
{
    public const int MagicLength = 8;

    private readonly ByteRange _bytes;
    private ArFlavour? _flavour;

    public ArArchive(ByteRange bytes)
    {
        _bytes = bytes;
        Span<byte> magic = stackalloc byte[MagicLength];
        bytes.Read(0, magic, "the magic of an archive");
        if (!IsMagic(magic)) throw bytes.Fault(0, "!<arch> or !<thin> and a line feed", Convert.ToHexString(magic));
        IsThin = magic[2] == 't';
    }

    /// <summary>Whether the members' data is in other files.</summary>
    public bool IsThin { get; }

    public ArFlavour Flavour => _flavour ??= FindFlavour();

    public static bool IsMagic(ReadOnlySpan<byte> start) => start.StartsWith("!<arch>\n"u8) || start.StartsWith("!<thin>\n"u8);

    /// <summary>Every member in its order, symbol tables too.</summary>
    /// <exception cref="ArchiveFormatException">A header is damaged, or a member reaches past the end of the file.</exception>
    public IEnumerable<ArMember> Members()
    {
        var names = new ArMemberNames(_bytes);
        long offset = MagicLength;
        while (offset < _bytes.Length && !IsPadding(offset))
        {
            var member = ReadMember(offset, names);
            if (member.Kind == ArMemberKind.LongNames) names.Take(DataOf(member));
            yield return member;
            offset = member.DataOffset + (member.IsExternal ? 0 : member.Size);
            offset += offset & 1;
        }
    }

    /// <summary>A member's data.</summary>
    public ByteRange DataOf(ArMember member)
    {
        if (!member.IsExternal) return _bytes.Slice(member.DataOffset, member.Size, "the data of a member").AsMember(member.Name);
        throw _bytes.Fault(member.HeaderOffset, "a member with its data", $"the name of another file, {member.Name}",
            "a thin archive is of no use without the files that it names: build it without --thin");
    }

    private ArMember ReadMember(long offset, ArMemberNames names)
    {
        Span<byte> buffer = stackalloc byte[ArMemberHeader.Length];
        var header = new ArMemberHeader(_bytes, offset, buffer);
        var (name, before) = names.Read(header, offset);
        var kind = ArMemberNames.KindOf(name);
        var isExternal = IsThin && kind == ArMemberKind.Object;
        var data = offset + ArMemberHeader.Length + before;
        var size = header.Size - before;
        if (!isExternal && size > _bytes.Length - data)
        {
            throw _bytes.AsMember(name).Fault(
                offset, $"a member of {size} bytes", $"{_bytes.Length - data} bytes up to the end of the file");
        }

        return new ArMember(name, kind, offset, data, size, isExternal);
    }

    /// <summary>Whether what is left of the file is too short for a header and holds nothing.</summary>
    private bool IsPadding(long offset)
    {
        var left = _bytes.Length - offset;
        if (left >= ArMemberHeader.Length) return false;
        Span<byte> rest = stackalloc byte[(int)left];
        _bytes.Read(offset, rest, "the end of an archive");
        return rest.IndexOfAnyExcept((byte)'\n', (byte)0) < 0;
    }

    /// <summary>By the special members and the names up to the first object, and by the format of that one.</summary>
    private ArFlavour FindFlavour()
    {
        var (linkerMembers, hasGnuNames) = (0, false);
        foreach (var member in Members())
        {
            switch (member)
            {
                case { Name: "/" }:
                    if (++linkerMembers == 2) return ArFlavour.Coff;
                    break;
                case { Kind: ArMemberKind.LongNames }:
                    hasGnuNames = true;
                    if (EndsWithZeroBytes(member)) return ArFlavour.Coff;
                    break;
                case { Kind: ArMemberKind.SymbolTable }:
                    if (member.Name[0] == '_') return DarwinOrBsd();
                    hasGnuNames = true;
                    if (member.Name.StartsWith("/<", StringComparison.Ordinal)) return ArFlavour.Coff;
                    break;
                default:
                    return hasGnuNames || linkerMembers > 0 || HasGnuName(member) ? ArFlavour.Gnu : DarwinOrBsd();
            }
        }

        return linkerMembers > 0 ? ArFlavour.Gnu : ArFlavour.Unknown;
    }

    private bool HasGnuName(ArMember member)
    {
        Span<byte> name = stackalloc byte[16];
        _bytes.Read(member.HeaderOffset, name, "a member header");
        return name.TrimEnd((byte)' ') is [.., (byte)'/'];
    }

    private bool EndsWithZeroBytes(ArMember longNames)
    {
        Span<byte> start = stackalloc byte[(int)Math.Min(512, longNames.Size)];
        DataOf(longNames).Read(0, start, "long names");
        var end = start.IndexOfAny((byte)'\n', (byte)0);
        return end >= 0 && start[end] == 0;
    }

    private ArFlavour DarwinOrBsd()
    {
        if (Members().FirstOrDefault(member => member.Kind == ArMemberKind.Object) is not { IsExternal: false } first) return ArFlavour.Bsd;
        Span<byte> magic = stackalloc byte[8];
        var start = DataOf(first).ReadStart(magic);
        return MachOHeader.IsMagic(start) || UniversalFile.IsMagic(start) ? ArFlavour.Darwin : ArFlavour.Bsd;
    }
}
