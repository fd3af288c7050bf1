using RuntimePacks.Archives.Ar;
using RuntimePacks.Archives.Bytes;

namespace RuntimePacks.Archives;

/// <summary>
/// A static library, open for reading: members and objects come as they are asked for, and memory does not grow with
/// the file. It opens any other file too, so that a wrong one can be told by what it is. For one thread at a time.
/// </summary>
public sealed class StaticLibrary : IDisposable
{
    private readonly FileBytes _file;
    private readonly ByteRange _bytes;
    private readonly ArArchive? _archive;
    private FileKind? _kind;

    private StaticLibrary(FileBytes file)
    {
        _file = file;
        _bytes = new ByteRange(file);
        Span<byte> magic = stackalloc byte[ArArchive.MagicLength];
        if (ArArchive.IsMagic(_bytes.ReadStart(magic))) _archive = new ArArchive(_bytes);
    }

    public string Path => _file.Path;

    /// <summary>Null for a file that is not an archive.</summary>
    public ArFlavour? Flavour => _archive?.Flavour;

    /// <summary>What the file is.</summary>
    /// <exception cref="ArchiveFormatException">It is an archive or an executable whose headers are damaged.</exception>
    public FileKind Kind => _kind ??= FileKinds.Of(_bytes, _archive);

    /// <summary>Every member in its order, symbol tables too; none for a file that is not an archive.</summary>
    /// <exception cref="ArchiveFormatException">A member header is damaged, or the file is cut short.</exception>
    public IEnumerable<ArMember> Members => _archive?.Members() ?? [];

    /// <exception cref="RuntimePacksException">There is no such file, or it may not be read.</exception>
    public static StaticLibrary Open(string path)
    {
        var file = FileBytes.Open(path);
        try
        {
            return new StaticLibrary(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens the object in a member of this archive.</summary>
    /// <exception cref="ArchiveFormatException">It is not an object, its headers are damaged, or it is in another file (thin archives).</exception>
    public ObjectFile OpenObject(ArMember member) =>
        ObjectFormats.Open((_archive ?? throw new InvalidOperationException($"{Path} is not an archive")).DataOf(member));

    /// <summary>Opens the object that the file itself is.</summary>
    /// <exception cref="ArchiveFormatException">It is not an object, or its headers are damaged.</exception>
    public ObjectFile OpenObject() => ObjectFormats.Open(_bytes);

    /// <summary>
    /// Reads every member's headers and symbol table once. Members for several machines are reported, not refused.
    /// A thin archive, a zip and an unknown file have no members to report.
    /// </summary>
    /// <exception cref="ArchiveFormatException">A member is damaged or is not an object, or the archive has lost members that its symbol table names.</exception>
    public LibrarySummary Summarize()
    {
        var names = new LibraryNames();
        var groups = new MemberGroups();
        if (Kind is not (FileKind.ThinArchive or FileKind.Zip or FileKind.Unknown))
        {
            foreach (var (name, member) in Objects())
            {
                using (member)
                {
                    groups.Take(name, member);
                    names.Take(member);
                }
            }
        }

        return new LibrarySummary
        {
            File = Path,
            Kind = Kind,
            Flavour = Flavour,
            MemberCount = groups.MemberCount,
            SymbolCount = names.SymbolCount,
            Groups = groups.ToList(),
            Exports = names.Exports,
            Undefined = names.Undefined,
        };
    }

    public void Dispose() => _file.Dispose();

    private IEnumerable<(string Name, ObjectFile Member)> Objects()
    {
        if (_archive is null)
        {
            yield return (System.IO.Path.GetFileName(Path), OpenObject());
            yield break;
        }

        var indexes = new ArIndexes(_bytes);
        foreach (var member in _archive.Members())
        {
            if (member.Kind == ArMemberKind.Object) yield return (member.Name, OpenObject(member));
            if (member.Kind == ArMemberKind.SymbolTable) indexes.Take(member, _archive.DataOf(member));
            else indexes.LastMember = member.HeaderOffset;
        }

        indexes.Check();
    }
}
