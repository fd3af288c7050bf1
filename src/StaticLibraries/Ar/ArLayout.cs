using System.Text;

namespace StaticLibraries.Ar;

/// <summary>Where one member of an archive that is written goes.</summary>
/// <param name="HeaderOffset">In bytes from the start of the archive.</param>
/// <param name="HeaderName">What the header has for a name.</param>
/// <param name="NameInData">The name before the data, padded (BSD); empty where there is none.</param>
/// <param name="PaddingInData">Bytes after the data that count as a part of it.</param>
internal sealed record ArPlace(long HeaderOffset, string HeaderName, byte[] NameInData, int PaddingInData);

/// <summary>An archive that is to be written: its special members, and where the others go.</summary>
/// <param name="Special">The index and long names: name and data.</param>
/// <param name="Places">One for each member.</param>
internal sealed record ArLayout(IReadOnlyList<(string Name, byte[] Data)> Special, IReadOnlyList<ArPlace> Places)
{
    private const int Magic = ArArchive.MagicLength, Header = ArMemberHeader.Length, LongestShortName = 15;

    /// <summary>GNU's layout; Microsoft's differs in a second index and in how long names end.</summary>
    public static ArLayout Gnu(IReadOnlyList<ArOutput> members, bool isCoff)
    {
        if (isCoff && members.Count > ushort.MaxValue)
        {
            throw new InputException(
                $"an archive for Microsoft's linker has at most {ushort.MaxValue} members, and this one would have {members.Count}");
        }

        var (longNames, headerNames) = Names(members, isCoff);
        var width = 4;
        var offsets = Place(width);
        if (offsets.LastOrDefault() > uint.MaxValue && !isCoff) offsets = Place(width = 8);
        if (offsets.LastOrDefault() > uint.MaxValue && isCoff)
        {
            throw new InputException("an archive for Microsoft's linker has at most 4 GB");
        }

        var special = new List<(string, byte[])> { (width == 4 ? "/" : "/SYM64/", ArIndexWriter.Gnu(members, offsets, width)) };
        if (isCoff) special.Add(("/", ArIndexWriter.Coff(members, offsets)));
        if (longNames.Length > 0) special.Add(("//", longNames));
        return new ArLayout(special, [.. offsets.Select((offset, index) => new ArPlace(offset, headerNames[index], [], 0))]);

        long[] Place(int width)
        {
            long position = Magic + Padded(ArIndexWriter.GnuSize(members, width));
            if (isCoff) position += Padded(ArIndexWriter.CoffSize(members));
            if (longNames.Length > 0) position += Padded(longNames.Length);
            var places = new long[members.Count];
            for (var index = 0; index < places.Length; index++)
            {
                places[index] = position;
                position += Padded(members[index].Size);
            }

            return places;
        }
    }

    /// <summary>
    /// Apple's layout: the data of every member begins at a multiple of 8, since names are padded, and so does what follows.
    /// </summary>
    public static ArLayout Darwin(IReadOnlyList<ArOutput> members)
    {
        var width = 4;
        var (special, places) = Place();
        if (places.LastOrDefault()?.HeaderOffset > uint.MaxValue)
        {
            width = 8;
            (special, places) = Place();
        }

        return new ArLayout([special], places);

        ((string, byte[]), List<ArPlace>) Place()
        {
            var indexName = PaddedName(width == 4 ? "__.SYMDEF" : "__.SYMDEF_64", Magic);
            var position = Magic + Header + indexName.Length + ArIndexWriter.BsdSize(members, width);
            var result = new List<ArPlace>(members.Count);
            foreach (var member in members)
            {
                var name = PaddedName(member.Name, position);
                var padding = (int)(-member.Size & 7);
                result.Add(new ArPlace(position, $"#1/{name.Length}", name, padding));
                position += Header + name.Length + member.Size + padding;
            }

            byte[] index = [.. indexName, .. ArIndexWriter.Bsd(members, [.. result.Select(place => place.HeaderOffset)], width)];
            return (($"#1/{indexName.Length}", index), result);
        }
    }

    /// <summary>A name with zero bytes up to where the data begins at a multiple of 8, at least one.</summary>
    private static byte[] PaddedName(string name, long headerOffset)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var end = headerOffset + Header + bytes.Length + 1;
        return [.. bytes, .. new byte[1 + (int)(-end & 7)]];
    }

    private static long Padded(long size) => Header + size + (size & 1);

    private static (byte[] LongNames, string[] HeaderNames) Names(IReadOnlyList<ArOutput> members, bool isCoff)
    {
        var (all, names, offsets) = (new MemoryStream(), new string[members.Count], new Dictionary<string, long>());
        for (var index = 0; index < names.Length; index++)
        {
            var name = members[index].Name;
            if (name.Length <= LongestShortName && name.All(letter => letter is > ' ' and <= '~' and not '/'))
            {
                names[index] = $"{name}/";
                continue;
            }

            if (!offsets.TryGetValue(name, out var offset))
            {
                offsets.Add(name, offset = all.Length);
                all.Write(Encoding.UTF8.GetBytes(name));
                all.Write(isCoff ? "\0"u8 : "/\n"u8);
            }

            names[index] = $"/{offset}";
        }

        return (all.ToArray(), names);
    }
}
