using System.Globalization;
using System.IO.Compression;
using RuntimePacks.Tools;
using Samples;
using StaticLibraries.Libraries;

namespace Bench.Inputs;

/// <summary>
/// A static library of a chosen size: the sample's own, with many more members. Where the sample is Rust, they are its members
/// again, under other names, and its exports reach each copy as they reach the first; elsewhere they are compiled from
/// generated C, with debugging data, and the exports reach every second one.
/// </summary>
/// <param name="target">Whose library.</param>
/// <param name="zip">The sample's asset.</param>
/// <param name="folder">An existing, empty folder to work in.</param>
internal sealed class LargeLibrary(SampleTarget target, string zip, string folder)
{
    private const int Templates = 4;

    private readonly List<string> _members = [];
    private long _size;

    /// <returns>The path of the archive.</returns>
    public async Task<string> MakeAsync(long bytes)
    {
        using (var asset = ZipFile.OpenRead(zip)) asset.GetEntry(target.StaticLibrary)!.ExtractToFile(Path.Combine(folder, "sample.a"));
        var sample = Path.Combine(folder, "sample.a");
        var (originals, exports, isRust) = Read(sample);
        var copies = 1;
        foreach (var original in originals) await AddAsync(original.Name, original.Bytes);
        if (isRust)
        {
            for (; _size < bytes; copies++)
            {
                // What every Rust library has in common with C's runtime keeps its names, and stands there once.
                foreach (
                    var original in originals.Where(original => !original.Name.StartsWith("compiler_builtins", StringComparison.Ordinal)))
                {
                    await AddAsync($"{copies}-{original.Name}", RenamedMembers.Rust([.. original.Bytes], copies));
                }
            }
        }

        var templates = new List<byte[]> { await CompileAsync("template0", GeneratedCode.Member(0)) };
        var count = isRust ? 1 : (int)Math.Max(1, (bytes - _size) / templates[0].Length);
        while (templates.Count < Math.Min(Templates, count))
        {
            templates.Add(await CompileAsync($"template{templates.Count}", GeneratedCode.Member(templates.Count)));
        }

        await AddAsync("bulk.o", await CompileAsync("bulk", Bulk(exports, copies)));
        for (var i = 0; i < count; i++)
        {
            var bytesOfMember = RenamedMembers.Replace([.. templates[i % templates.Count]], GeneratedCode.Own, Numbered(i));
            await AddAsync($"bulk{i}.o", RenamedMembers.Replace(bytesOfMember, GeneratedCode.Next, Numbered(i + 2 < count ? i + 2 : 0)));
        }

        var archive = Path.Combine(folder, target.StaticLibrary);
        await File.WriteAllLinesAsync(Path.Combine(folder, "members.rsp"), _members.Select(member => $"\"{member}\""));
        await new Command(
            "llvm-ar", target.IsApple
                ? "--format=darwin"
                : "--format=gnu", "qcsD", archive, "@" + Path.Combine(folder, "members.rsp")).OutputAsync();
        return archive;
    }

    private static string Numbered(int number) => $"bulk_{number.ToString("d4", CultureInfo.InvariantCulture)}";

    /// <summary>One more export, which refers to the first generated member and to what the sample exports, in each copy.</summary>
    private static string Bulk(IReadOnlyList<string> exports, int copies)
    {
        var names = Enumerable.Range(1, copies - 1).SelectMany(
            copy => exports.Select(export => RenamedMembers.Rust(export, copy))).ToList();
        return $$"""
            unsigned {{Numbered(0)}}_entry(unsigned);
            {{string.Concat(names.Select(name => $"extern char {name};\n"))}}
            static const char *const volatile bulk_names[] = { {{string.Concat(names.Select(name => $"&{name}, "))}} 0 };
            unsigned uniffi_slim_bindings_fn_func_bulk(unsigned n) { return {{Numbered(0)}}_entry(n) + (bulk_names[n] != 0); }
            """;
    }

    private static (List<(string Name, byte[] Bytes)> Members, List<string> Exports, bool IsRust) Read(string sample)
    {
        using var library = StaticLibrary.Open(sample);
        using var file = File.OpenRead(sample);
        var members = new List<(string, byte[])>();
        foreach (var member in library.Members.Where(member => member.Kind == StaticLibraries.Ar.ArMemberKind.Object))
        {
            var bytes = new byte[member.Size];
            file.Position = member.DataOffset;
            file.ReadExactly(bytes);
            members.Add((member.Name, bytes));
        }

        var exports = library.Summarize().Exports.Where(
            name => name.StartsWith("ffi_slim_", StringComparison.Ordinal) || name.StartsWith("uniffi_slim_", StringComparison.Ordinal)
                || name.StartsWith("slim_sample_", StringComparison.Ordinal)).ToList();
        return (members, exports, members.Count > 100);
    }

    private async Task AddAsync(string name, byte[] bytes)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "members", $"{_members.Count}")).FullName, name);
        await File.WriteAllBytesAsync(path, bytes);
        _members.Add(path);
        _size += bytes.Length;
    }

    private async Task<byte[]> CompileAsync(string name, string code)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".c"), code);
        string[] position = target.IsWindows ? [] : ["-fPIC"];
        await new Command(
            "clang",
            [
                "--target=" + target.Clang, "-O2", "-g", "-ffreestanding", "-ffunction-sections", "-funwind-tables", "-fno-stack-protector",
                .. position, "-c", name + ".c", "-o", name + ".o"])
        { WorkingDirectory = folder }.OutputAsync();
        return await File.ReadAllBytesAsync(Path.Combine(folder, name + ".o"));
    }
}
