using RuntimePacks.Tools;

namespace RuntimePacks.Slimming;

/// <summary>
/// Takes debug and bitcode sections out of every member; what runs stays: code, data, unwind tables, constructors,
/// thread-locals, COMDAT groups.
/// </summary>
internal static class StripStep
{
    public const string Name = "strip";

    /// <summary>Sections with LLVM bitcode and the command line that made it, as ELF and COFF, and as Mach-O, name them.</summary>
    private static readonly string[] BitcodeSections = [".llvmbc", ".llvmcmd", "__LLVM,__bitcode", "__LLVM,__cmdline"];

    /// <exception cref="RuntimePacksException">llvm-objcopy cannot read a member.</exception>
    public static Task RunAsync(string llvmObjcopy, string library, string output, CancellationToken cancellationToken) =>
        new Command(llvmObjcopy, ["--strip-debug", "--enable-deterministic-archives", .. BitcodeSections.Select(name => $"--remove-section={name}"), library, output])
            .OutputAsync(cancellationToken);
}
