using System.Text;
using StaticLibraries;
using StaticLibraries.Libraries;
using StaticLibraries.Slimming;
using StaticLibraries.Slimming.Linking;

namespace Fuzzing;

/// <summary>
/// What is fuzzed: any bytes are read as a library, and slimmed in both modes. Each step is right when it ends well, or with one
/// <see cref="InputException"/>; every other exception is a find.
/// </summary>
internal sealed class Target : IDisposable
{
    private const int MostExports = 3;

    /// <summary>What a step may allocate, in bytes: so much at once, and so much for each byte of the input.</summary>
    private const long AllocatedAtOnce = 32 << 20, AllocatedPerByte = 4096;

    private readonly string _folder =
        Directory.CreateDirectory(Path.Combine(MemoryFolder, $"slim-fuzzing-{Environment.ProcessId}")).FullName;

    /// <summary>A folder that is not on a disk, where there is one.</summary>
    private static string MemoryFolder => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private string Input => Path.Combine(_folder, "input.a");

    private string Output => Path.Combine(_folder, "output.a");

    /// <exception cref="Exception">Something is not as it must be.</exception>
    public void Run(byte[] bytes)
    {
        var library = IsArchive(bytes) ? bytes : SingleMember(bytes);
        if (library != bytes) Step(bytes.Length, () => Read(new MemoryBytes(bytes)));
        HashSet<string> exports = [];
        Step(bytes.Length, () => exports = [.. Read(new MemoryBytes(library)).Take(MostExports)]);
        File.WriteAllBytes(Input, library);
        Step(bytes.Length, () => Slim(SlimMode.Strip, exports));
        if (exports.Count > 0) Step(bytes.Length, () => Slim(SlimMode.Full, exports));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Step(int length, Action step)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            step();
        }
        catch (InputException)
        {
            // The bytes are no library, or none that can be slimmed, and somebody is told so.
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > AllocatedAtOnce + AllocatedPerByte * length)
            throw new InvalidOperationException($"{length} bytes of input took {allocated >> 20} MB of memory");
    }

    /// <summary>Reads all that the pipeline asks of a library, and returns its exports.</summary>
    private static List<string> Read(MemoryBytes file)
    {
        using var library = StaticLibrary.Open(file);
        var summary = library.Summarize();
        _ = summary.Undefined.Symbols.Count();
        _ = (summary.Uniffi.Versions.Count, summary.Uniffi.Checksums.Count, summary.Directives.Runtimes.Count);
        if (summary.Flavour is null && summary.Groups.Count > 0) ReadSymbols(library);
        return [.. summary.Exports];
    }

    private static void ReadSymbols(StaticLibrary library)
    {
        using var opened = library.OpenObject();
        _ = opened.Image();
        foreach (var symbol in opened.Symbols()) _ = opened.CNameOf(symbol);
    }

    private void Slim(SlimMode mode, HashSet<string> exports)
    {
        try
        {
            LibrarySlimmer.Slim(Input, Output, new SlimOptions { Mode = mode, Exports = exports, Suffix = "fuzz" });
            var found = Read(new MemoryBytes(File.ReadAllBytes(Output)));
            if (mode == SlimMode.Full && !exports.IsSubsetOf(found))
                throw new InvalidOperationException($"{string.Join(", ", exports)} were to be visible, {string.Join(", ", found)} are");
        }
        catch (InputException) when (File.Exists(Output))
        {
            throw new InvalidOperationException("there is an output, and it cannot be read, or should not be there");
        }
        finally
        {
            File.Delete(Output);
        }

        if (Directory.EnumerateFiles(_folder).Count() > 1) throw new InvalidOperationException("a file was left behind");
    }

    private static bool IsArchive(byte[] bytes) => bytes.AsSpan().StartsWith("!<"u8);

    /// <summary>An archive of one object: mutations of bytes need not get its headers right.</summary>
    private static byte[] SingleMember(byte[] bytes) =>
    [
        .. "!<arch>\n"u8, .. Encoding.ASCII.GetBytes($"{"member.o/",-16}{0,-12}{0,-6}{0,-6}{"644",-8}{bytes.Length,-10}`\n"), .. bytes,
        .. bytes.Length % 2 == 0 ? ""u8 : "\n"u8,
    ];
}
