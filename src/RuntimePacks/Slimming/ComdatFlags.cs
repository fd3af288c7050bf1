using StaticLibraries.Ar;
using StaticLibraries.Elf;
using StaticLibraries.Libraries;

namespace RuntimePacks.Slimming;

/// <summary>
/// Puts back what llvm-objcopy takes from section groups whose signature is a local symbol (since LLVM 13): the flag that makes
/// them COMDAT. Without it a linker keeps every copy of a group, and ends with <c>multiple definition</c> of what is in them.
/// </summary>
internal static class ComdatFlags
{
    /// <summary>Sets the flag again in every group of a stripped archive that has it in the original.</summary>
    /// <param name="original">The path of the archive before.</param>
    /// <param name="stripped">The path of the archive after, with the same members in the same order.</param>
    /// <returns>How many groups lacked it.</returns>
    public static int Restore(string original, string stripped)
    {
        var lost = Lost(original, stripped);
        using var file = File.OpenHandle(stripped, FileMode.Open, FileAccess.Write);
        foreach (var (group, isBigEndian) in lost)
        {
            // The flag is in the last byte of the four where the first byte is the highest.
            RandomAccess.Write(file, [(byte)(group.Flags | ElfGroup.Comdat)], group.FlagsOffset + (isBigEndian ? sizeof(uint) - 1 : 0));
        }

        return lost.Count;
    }

    private static List<(ElfGroup Group, bool IsBigEndian)> Lost(string original, string stripped)
    {
        var lost = new List<(ElfGroup, bool)>();
        using var before = StaticLibrary.Open(original);
        using var after = StaticLibrary.Open(stripped);
        foreach (var (old, member) in Objects(before).Zip(Objects(after)))
        {
            using var opened = after.OpenObject(member) as ElfObject;
            if (opened?.Groups().Where(group => !group.IsComdat).ToList() is not { Count: > 0 } plain) continue;
            using var asBuilt = (ElfObject)before.OpenObject(old);
            var comdat = asBuilt.Groups().Where(group => group.IsComdat).Select(asBuilt.SignatureOf).ToHashSet();
            lost.AddRange(plain.Where(group => comdat.Contains(opened.SignatureOf(group))).Select(group => (group, opened.IsBigEndian)));
        }

        return lost;
    }

    private static IEnumerable<ArMember> Objects(StaticLibrary library) =>
        library.Members.Where(member => member.Kind == ArMemberKind.Object);
}
