using System.IO.Compression;
using RuntimePacks.Tools;

namespace Testing;

/// <summary>A static library of a few functions, as an asset that the pipeline accepts.</summary>
public static class SmallLibrary
{
    /// <summary>Compiles functions that return numbers.</summary>
    /// <param name="target">What clang calls the target.</param>
    /// <param name="functions">Each with what it returns.</param>
    /// <returns>A zip with the archive in it; its size depends on the functions' names alone.</returns>
    public static async Task<byte[]> ZipAsync(string target, IReadOnlyDictionary<string, int> functions)
    {
        using var folder = new TemporaryFolder();
        var source = folder.Write(
            "lib.c", string.Concat(functions.Select(function => $"unsigned {function.Key}(void) {{ return {function.Value}; }}\n")));
        var (member, library) = (folder["lib.o"], folder["libslim_bindings.a"]);
        await new Command(
            await Repository.Tools.RequireAsync("clang"), "-c", "-O2", "-ffreestanding", $"--target={target}", source, "-o", member).OutputAsync();
        await new Command(await Repository.Tools.RequireAsync("llvm-ar"), "rcs", library, member).OutputAsync();
        return Zip(library, CompressionLevel.NoCompression);
    }

    /// <summary>A zip with one file in it.</summary>
    public static byte[] Zip(string path, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var bytes = new MemoryStream();
        using (
            var zip = new ZipArchive(
                bytes, ZipArchiveMode.Create, leaveOpen: true)) zip.CreateEntryFromFile(path, Path.GetFileName(path), level);
        return bytes.ToArray();
    }
}
