using RuntimePacks.Tools;
using StaticLibraries.Objects;

namespace RuntimePacks.Slimming;

/// <summary>
/// Takes debug and bitcode sections out of every member; what runs stays: code, data, unwind tables, constructors,
/// thread-locals, COMDAT groups.
/// </summary>
internal static class StripStep
{
    public const string Name = "strip";

    /// <summary>
    /// Sections with LLVM bitcode and the command line that made it, as ELF and COFF, and as Mach-O, name them; and the numbers of
    /// the symbols whose address counts, which are wrong in COFF once symbols are gone, and stop lld.
    /// </summary>
    private static readonly string[] Options =
    [
        "--strip-debug", "--enable-deterministic-archives",
        "--remove-section=.llvmbc", "--remove-section=.llvmcmd", "--remove-section=.llvm_addrsig", "--remove-section=__LLVM,__bitcode", "--remove-section=__LLVM,__cmdline",
    ];

    /// <param name="work">A folder for what lies between.</param>
    /// <returns>How many members llvm-objcopy cannot read: short import objects above all. They are kept as they are.</returns>
    /// <exception cref="RuntimePacksException">llvm-objcopy cannot read an object that it should be able to read.</exception>
    public static async Task<int> RunAsync(
        string llvmObjcopy, string llvmAr, string library, string output, string work, CancellationToken cancellationToken)
    {
        var whole = await new Command(llvmObjcopy, [.. Options, library, output]).RunAsync(cancellationToken);
        if (whole.ExitCode == 0)
        {
            ComdatFlags.Restore(library, output);
            return 0;
        }

        // One member that it cannot read stops it for the whole archive: then the others by themselves.
        File.Delete(output);
        var members = MemberFiles.Extract(library, work);
        var readable = members.Where(member => member.Format is ObjectFormat.Elf or ObjectFormat.MachO or ObjectFormat.Coff).ToList();
        if (readable.Count == members.Count)
        {
            throw new RuntimePacksException($"llvm-objcopy cannot strip {library}: {whole.Error.Trim()}; --slim none packs it as it is");
        }

        await StripAsync(llvmObjcopy, llvmAr, readable, work, cancellationToken);
        await MemberFiles.ArchiveAsync(
            llvmAr, MemberFiles.FlavourOf(library), members.Select(member => member.Path), output, cancellationToken);
        ComdatFlags.Restore(library, output);
        return members.Count - readable.Count;
    }

    /// <summary>Strips files in place, as one archive: a process for each of thousands would take longer than all else.</summary>
    private static async Task StripAsync(
        string llvmObjcopy, string llvmAr, List<MemberFiles.MemberFile> members, string work, CancellationToken cancellationToken)
    {
        var (whole, stripped) = (Path.Combine(work, "readable.a"), Path.Combine(work, "stripped.a"));
        await MemberFiles.ArchiveAsync(llvmAr, "gnu", members.Select(member => member.Path), whole, cancellationToken);
        await new Command(llvmObjcopy, [.. Options, whole, stripped]).OutputAsync(cancellationToken);
        foreach (var (member, result) in members.Zip(MemberFiles.Extract(stripped, Path.Combine(work, "stripped"))))
        {
            File.Move(result.Path, member.Path, overwrite: true);
        }

        File.Delete(whole);
        File.Delete(stripped);
    }
}
