using System.Buffers;
using RuntimePacks.Tools;
using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Slimming;

/// <summary>The members of an archive as files, one folder each, since two members may have one name.</summary>
internal static class MemberFiles
{
    private const int BufferBytes = 1 << 17;

    /// <summary>A member's file, and the format of the object in it.</summary>
    public sealed record MemberFile(string Path, ObjectFormat Format);

    /// <summary>Writes objects of an archive to files, in the archive's order.</summary>
    /// <param name="keep">Which, counting objects from 0; null for all.</param>
    /// <exception cref="ArchiveFormatException">The archive is damaged.</exception>
    public static IReadOnlyList<MemberFile> Extract(string archive, string folder, Func<int, bool>? keep = null)
    {
        var files = new List<MemberFile>();
        using var library = StaticLibrary.Open(archive);
        using var bytes = File.OpenHandle(archive);
        foreach (var (number, member) in library.Members.Where(member => member.Kind == ArMemberKind.Object).Index())
        {
            if (keep?.Invoke(number) == false) continue;
            var path = Path.Combine(folder, number.ToString("d6"), member.Name.Split('/', '\\')[^1]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Copy(bytes, member, path);
            using var opened = library.OpenObject(member);
            files.Add(new MemberFile(path, opened.Format));
        }

        return files;
    }

    /// <summary>Writes an archive with some of an archive's members, in its flavour and order.</summary>
    /// <param name="keep">Which, counting objects from 0.</param>
    /// <returns>How many members are left out: with 0, nothing is written.</returns>
    /// <exception cref="RuntimePacksException">llvm-ar failed, or no member is kept.</exception>
    public static async Task<int> KeepAsync(
        string llvmAr, string archive, Func<int, bool> keep, string output, string work, CancellationToken cancellationToken)
    {
        int count;
        using (var library = StaticLibrary.Open(archive)) count = library.Members.Count(member => member.Kind == ArMemberKind.Object);
        var left = count - Enumerable.Range(0, count).Count(keep);
        if (left == count)
        {
            throw new RuntimePacksException($"{archive}: none of its {count} members would be left; --slim none packs it as it is");
        }

        if (left == 0) return 0;

        var files = Extract(archive, work, keep);
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        await ArchiveAsync(llvmAr, FlavourOf(archive), files.Select(file => file.Path), output, cancellationToken);
        return left;
    }

    /// <summary>What llvm-ar calls an archive's flavour. MSVC's link reads GNU's: its symbol table is COFF's first linker member.</summary>
    public static string FlavourOf(string archive)
    {
        using var opened = StaticLibrary.Open(archive);
        return opened.Flavour switch
        {
            ArFlavour.Bsd => "bsd",
            ArFlavour.Darwin => "darwin",
            _ => "gnu",
        };
    }

    /// <summary>Makes an archive of files, in their order, with a symbol table.</summary>
    /// <param name="llvmAr">The path of llvm-ar.</param>
    /// <param name="format">The flavour, as llvm-ar calls it.</param>
    /// <exception cref="RuntimePacksException">llvm-ar failed.</exception>
    public static async Task ArchiveAsync(
        string llvmAr, string format, IEnumerable<string> files, string archive, CancellationToken cancellationToken)
    {
        var arguments = archive + ".rsp";
        await File.WriteAllLinesAsync(
            arguments, files.Select(file => $"\"{file.Replace("\\", "\\\\", StringComparison.Ordinal)}\""), cancellationToken);
        await new Command(llvmAr, $"--format={format}", "qcsD", archive, "@" + arguments).OutputAsync(cancellationToken);
    }

    private static void Copy(Microsoft.Win32.SafeHandles.SafeFileHandle archive, ArMember member, string path)
    {
        using var file = File.Create(path);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (var done = 0L; done < member.Size;)
            {
                var count = RandomAccess.Read(
                    archive, buffer.AsSpan(0, (int)Math.Min(buffer.Length, member.Size - done)), member.DataOffset + done);
                if (count == 0) throw new EndOfStreamException($"{path}: the archive was changed while it was read");
                file.Write(buffer, 0, count);
                done += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
