using StaticLibraries.Ar;
using StaticLibraries.MachO;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>
/// A static library, open for reading: members and objects come as they are asked for, and memory does not grow with
/// the file. It opens any other file too, so that a wrong one can be told by what it is. For one thread at a time.
/// </summary>
public sealed class StaticLibrary : IDisposable
{
    private const int MostUniversal = 2;
    private const int CopiedBytes = 1 << 17;

    private readonly ByteSource _file;
    private readonly ByteRange _bytes;
    private readonly ArArchive? _archive;
    private FileKind? _kind;

    private StaticLibrary(ByteSource file)
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

    /// <exception cref="InputException">There is no such file, or it may not be read.</exception>
    public static StaticLibrary Open(string path) => Open(FileBytes.Open(path));

    /// <param name="file">The file's bytes, which are disposed with the library.</param>
    public static StaticLibrary Open(ByteSource file)
    {
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
    /// <exception cref="ArchiveFormatException">
    /// It is not an object, its headers are damaged, or it is in another file (thin archives).
    /// </exception>
    public ObjectFile OpenObject(ArMember member) =>
        ObjectFormats.Open((_archive ?? throw new InvalidOperationException($"{Path} is not an archive")).DataOf(member));

    /// <summary>Opens the object that the file itself is.</summary>
    /// <exception cref="ArchiveFormatException">It is not an object, or its headers are damaged.</exception>
    public ObjectFile OpenObject() => ObjectFormats.Open(_bytes);

    /// <summary>
    /// Reads every member's headers and symbol table once. Members for several machines are reported, not refused.
    /// A thin archive, a zip and an unknown file have no members to report.
    /// </summary>
    /// <exception cref="ArchiveFormatException">
    /// A member is damaged or is not an object, or the archive has lost members that its symbol table names.
    /// </exception>
    public LibrarySummary Summarize()
    {
        var (pass, flavour) = (new LibraryPass(), Flavour);
        var isRead = _archive is null ? Kind is not (FileKind.Zip or FileKind.Unknown) : !_archive.IsThin;
        if (isRead) Take(pass, System.IO.Path.GetFileName(Path), _bytes, 0);
        if (_archive is not null) _kind = _archive.IsThin ? FileKind.ThinArchive : pass.ArchiveKind.Found;
        return pass.Summary(Path, Kind, flavour);
    }

    /// <summary>Copies the part of a universal file that is for a machine: a file of its own.</summary>
    /// <returns>False when the file is no universal one, or has not one part for it.</returns>
    /// <exception cref="ArchiveFormatException">Its table is damaged.</exception>
    public bool TryCopyPart(Machine machine, Stream destination, CancellationToken cancellationToken = default)
    {
        using var opened = ObjectFormats.TryOpen(_bytes);
        if (opened is not UniversalFile universal) return false;
        var parts = universal.Slices.Zip(universal.Parts).Where(part => part.First.Machine == machine).Select(part => part.Second).ToList();
        if (parts is not [var part]) return false;
        var buffer = new byte[CopiedBytes];
        for (var at = 0L; at < part.Length; at += buffer.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, part.Length - at));
            part.Read(at, piece, "a part of a universal file");
            destination.Write(piece);
        }

        return true;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Takes an archive's members, or an object; and each part of a universal file
    /// in the place of either. The file is read in its order, and no member twice.
    /// </summary>
    private static void Take(LibraryPass pass, string name, ByteRange bytes, int depth)
    {
        Span<byte> magic = stackalloc byte[ArArchive.MagicLength];
        if (!ArArchive.IsMagic(bytes.ReadStart(magic)))
        {
            TakeObject(pass, name, bytes, depth, null, null);
            return;
        }

        var archive = new ArArchive(bytes);
        var indexes = new ArIndexes(bytes);
        foreach (var member in archive.Members())
        {
            if (member.Kind == ArMemberKind.SymbolTable) indexes.Take(member, archive.DataOf(member));
            else indexes.TakeMember(member);
            if (member.Kind == ArMemberKind.Object) TakeObject(pass, member.Name, archive.DataOf(member), depth, indexes, member);
            bytes.Forget(member.DataOffset + member.Size);
        }

        pass.Take(indexes.Check());
    }

    private static void TakeObject(LibraryPass pass, string name, ByteRange bytes, int depth, ArIndexes? indexes, ArMember? member)
    {
        using var opened = ObjectFormats.Open(bytes);
        if (depth == 0) pass.ArchiveKind.Take(name, opened);
        if (opened is not UniversalFile universal)
        {
            pass.Take(name, opened, indexes, member);
            return;
        }

        if (depth >= MostUniversal) throw bytes.Fault(0, $"universal files in universal files {MostUniversal} deep at most", "more");
        foreach (var (slice, part) in universal.Slices.Zip(universal.Parts))
        {
            Take(pass, $"{name} ({slice.Machine.Name()})", part, depth + 1);
        }
    }
}
