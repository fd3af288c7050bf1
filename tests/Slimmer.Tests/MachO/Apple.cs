using System.Buffers.Binary;
using System.Text;
using StaticLibraries.Libraries;

namespace Slimmer.Tests.MachO;

/// <summary>
/// What compiles and links for macOS where there is no Mac: clang without an SDK, and LLVM's linker with a list of what the system would
/// give.
/// </summary>
internal static class Apple
{
    /// <summary>The members that were made to break a slimmer, by what they show.</summary>
    private static readonly string[] s_members = ["a.cpp", "b.cpp", "k.c", "o.m", "s.S"];

    public static TheoryData<string> Machines => ["arm64", "x86_64"];

    /// <summary>The linkers that are there; the newer one divides __eh_frame and literals as Apple's does.</summary>
    public static IReadOnlyList<string> Linkers { get; } =
        [
            .. new[] { Repository.Tools["ld64.lld"].Find(), "/usr/bin/ld64.lld-22" }.Where(File.Exists).Select(Path.GetFileName)
                .OfType<string>(),
        ];

    public static string[] Flags(string machine) => [$"--target={machine}-apple-macos11", "-fasynchronous-unwind-tables"];

    /// <summary>Compiles the inputs and makes a library of them.</summary>
    public static async Task<string> NastyAsync(Workshop workshop, string machine, params string[] flags)
    {
        var objects = new List<string>();
        foreach (var member in s_members) objects.Add(await workshop.CompileAsync($"macho/{member}", null, [.. Flags(machine), .. flags]));
        return await workshop.ArchiveAsync("nasty.a", objects);
    }

    /// <summary>Links a program that refers to the exports of libraries, and returns its sections.</summary>
    public static async Task<IReadOnlyDictionary<string,
        ImageSection>> LinkAsync(Workshop workshop, string machine, string linker, IReadOnlyList<string> libraries,
        IEnumerable<string> exports, params string[] flags)
    {
        var undefined = new HashSet<string> { "__tlv_bootstrap", "dyld_stub_binder" };
        foreach (var library in libraries) undefined.UnionWith(Undefined(library));
        undefined.RemoveWhere(name => name.Contains("section$", StringComparison.Ordinal));
        await File.WriteAllTextAsync(workshop["libSystem.tbd"], $$"""
            --- !tapi-tbd
            tbd-version: 4
            targets: [ {{machine}}-macos ]
            install-name: '/usr/lib/libSystem.B.dylib'
            exports:
              - targets: [ {{machine}}-macos ]
                symbols: [ {{string.Join(", ", undefined.Order(StringComparer.Ordinal).Select(name => $"'{name}'"))}} ]
            ...

            """);
        await File.WriteAllTextAsync(workshop["main.s"],
            $".globl _main\n_main: nop\n.section __DATA,__refs,regular,no_dead_strip\n.p2align "
            + $"3\n{string.Concat(exports.Select(export => $".quad _{export}\n"))}.subsections_via_symbols\n");
        await workshop.RunAsync("clang", [.. Flags(machine), "-c", "main.s", "-o", "main.o"]);
        await workshop.RunAsync(linker, ["-arch", machine, "-platform_version", "macos", "11.0", "11.0", "-o", "image", "main.o",
            .. libraries, "libSystem.tbd", .. flags]);
        return Sections(workshop["image"]);
    }

    private static List<string> Undefined(string library)
    {
        using var opened = StaticLibrary.Open(library);
        return [.. opened.Summarize().Undefined.Select(name => $"_{name}").Where(name =>
            name is not ("___dso_handle" or "__mh_execute_header"))];
    }

    /// <summary>Reads an image by itself (mach-o/loader.h), not by what is tested.</summary>
    private static Dictionary<string, ImageSection> Sections(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var sections = new Dictionary<string, ImageSection>();
        var command = 32;
        for (var count = Number(16); count > 0; count--)
        {
            for (var index = 0; Number(command) == 0x19 && index < Number(command + 64); index++)
            {
                var header = command + 72 + 80 * index;
                var (size, offset, type) = (Number(header + 40), Number(header + 48), bytes[header + 64]);
                sections[$"{Text(header + 16)},{Text(header)}"] = new ImageSection(size, type is 1 or 0xc or 0x12 ? []
                    : bytes[offset..(offset + size)]);
            }

            command += Number(command + 4);
        }

        return sections;

        int Number(int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset));

        string Text(int offset) => Encoding.ASCII.GetString(bytes, offset, 16).TrimEnd('\0');
    }
}

/// <summary>A section of a linked image.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Bytes">None where it has none in the file.</param>
internal sealed record ImageSection(int Size, byte[] Bytes);
