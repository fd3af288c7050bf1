using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Tests.Libraries;

public sealed class FileKindTests(CompiledObjects objects)
{
    private const string Gnu = "x86_64-unknown-linux-gnu";
    private const string Msvc = "x86_64-pc-windows-msvc";

    public static TheoryData<string> Targets => [.. CompiledObjects.Targets.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_library_says_its_format_machine_and_system(string target)
    {
        using var library = StaticLibrary.Open(objects.ArchiveFor(target));
        var summary = library.Summarize();
        Assert.Equal(FileKind.StaticLibrary, summary.Kind);
        Assert.Equal(2, summary.MemberCount);
        var group = Assert.Single(summary.Groups);
        Assert.Equal(CompiledObjects.Targets[target], (group.Format, group.Machine, group.Os));
        Assert.Equal($"code-{target}.o", group.FirstMember);
        Assert.Equal(2, group.Count);
        Assert.Equal(target.Contains("apple", StringComparison.Ordinal) ? ArFlavour.Darwin : ArFlavour.Gnu, summary.Flavour);
        if (target.Contains("macosx", StringComparison.Ordinal))
        {
            Assert.Equal(target.Contains("11", StringComparison.Ordinal) ? new Version(11, 0, 0) : new Version(10, 12, 0), group.MinimumOs);
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Exports_are_what_is_defined_global_and_not_hidden(string target)
    {
        using var library = StaticLibrary.Open(objects.ArchiveFor(target));
        var summary = library.Summarize();
        foreach (var name in new[] { "exported_function", "exported_data", "common_data", "weak_function", "uses" })
        {
            Assert.Contains(name, summary.Exports);
        }

        foreach (var name in new[] { "local_data", "undefined_data", "undefined_function" }) Assert.DoesNotContain(name, summary.Exports);
        foreach (var name in new[] { "undefined_data", "undefined_function" }) Assert.Contains(name, summary.Undefined);
        Assert.DoesNotContain("weak_function", summary.Undefined);
        // COFF objects have no word for it.
        if (!target.Contains("windows", StringComparison.Ordinal)) Assert.DoesNotContain("hidden_function", summary.Exports);
        Assert.True(summary.Exports.Contains("uses"));
        Assert.False(summary.Exports.Contains("_uses"));
        Assert.Equal(summary.Exports.Order(StringComparer.Ordinal), summary.Exports);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Symbols_say_what_they_name_and_sections_what_they_are_for(string target)
    {
        using var library = StaticLibrary.Open(objects.ArchiveFor(target));
        var kinds = new Dictionary<string, SymbolKind>();
        var sections = new HashSet<SectionKind>();
        foreach (var member in library.Members.Where(member => member.Kind == ArMemberKind.Object))
        {
            using var opened = library.OpenObject(member);
            foreach (var symbol in opened.Symbols().Where(symbol => symbol.IsExport))
            {
                kinds[Encoding.UTF8.GetString(opened.CNameOf(symbol))] = symbol.Kind;
            }

            sections.UnionWith(opened.Sections().Where(section => section.Size > 0).Select(section => section.Kind));
        }

        Assert.Equal(SymbolKind.Func, kinds["exported_function"]);
        Assert.Equal(SymbolKind.Data, kinds["exported_data"]);
        Assert.Equal(SymbolKind.Common, kinds["common_data"]);
        var isThreadLocal = kinds.TryGetValue("thread_data", out var kind);
        if (isThreadLocal) Assert.Equal(SymbolKind.Tls, kind);
        Assert.Subset(
            sections,
            new HashSet<SectionKind>
            {
                SectionKind.Code, SectionKind.Data, SectionKind.Debug,
                isThreadLocal ? SectionKind.ThreadLocal : SectionKind.Constructors,
            });
        if (CompiledObjects.Targets[target].Machine is Machine.X86_64 or Machine.Aarch64)
        {
            Assert.Contains(SectionKind.UnwindTable, sections);
        }
    }

    [Fact]
    public async Task Rust_libraries_have_metadata_and_static_libraries_do_not()
    {
        objects.Write(
            "rust.rs", "#[no_mangle] pub extern \"C\" fn probe(x: i32) -> i32 { std::panic::catch_unwind(|| x + 1).unwrap_or(0) }"u8);
        await objects.Run("rustc", "--crate-type", "staticlib", "-O", "rust.rs", "-o", "librust.a");
        await objects.Run("rustc", "--crate-type", "rlib", "-O", "rust.rs", "-o", "librust.rlib");
        Assert.Equal(FileKind.StaticLibrary, FileKinds.Identify(objects["librust.a"]));
        Assert.Equal(FileKind.RustLibrary, FileKinds.Identify(objects["librust.rlib"]));

        using var library = StaticLibrary.Open(objects["librust.a"]);
        var summary = library.Summarize();
        Assert.Contains("probe", summary.Exports);
        Assert.DoesNotContain(summary.Groups, group => group.Format == ObjectFormat.RustMetadata);
        (await LlvmComparison.Compare(objects["librust.a"])).AssertNoDifferences();
        (await ReadobjComparison.Compare(objects["librust.a"])).AssertNoDifferences();

        using var rlib = StaticLibrary.Open(objects["librust.rlib"]);
        Assert.Contains(
            rlib.Summarize().Groups, group => group is { Format: ObjectFormat.RustMetadata, Count: 1, FirstMember: "lib.rmeta" });
    }

    [Fact]
    public async Task Raw_Rust_metadata_is_recognised()
    {
        objects.Write("lib.rmeta", [.. "rust\0\0\0\x09rest"u8]);
        await objects.Run("llvm-ar", "rcs", "old.rlib", "lib.rmeta", $"code-{Gnu}.o");
        Assert.Equal(FileKind.RustLibrary, FileKinds.Identify(objects["old.rlib"]));
    }

    [Fact]
    public async Task Import_libraries_hold_no_code()
    {
        objects.Write("dll.c", "__declspec(dllexport) int one(void) { return 1; } __declspec(dllexport) int two = 2;"u8);
        await objects.Run("clang", "--target=" + Msvc, "-c", "dll.c", "-o", "dll.o");
        await objects.Run("lld-link", "/dll", "/noentry", "/out:one.dll", "/implib:one.dll.lib", "dll.o");
        objects.Write("one.def", "LIBRARY one.dll\nEXPORTS\none\ntwo DATA\n"u8);
        await objects.Run("llvm-dlltool", "-m", "i386:x86-64", "-d", "one.def", "-l", "libone.dll.a");
        await objects.Run("ld.lld", "-m", "i386pep", "-shared", "--entry=one", "dll.o", "-o", "two.dll", "--out-implib=libtwo.dll.a");

        Assert.Equal(FileKind.SharedLibrary, FileKinds.Identify(objects["one.dll"]));
        foreach (var library in new[] { "one.dll.lib", "libone.dll.a", "libtwo.dll.a" })
        {
            Assert.Equal(FileKind.ImportLibrary, FileKinds.Identify(objects[library]));
            (await LlvmComparison.Compare(objects[library])).AssertNoDifferences();
            using var opened = StaticLibrary.Open(objects[library]);
            var summary = opened.Summarize();
            Assert.Contains(
                summary.Groups, group => group is { Format: ObjectFormat.CoffImport, Machine: Machine.X86_64, Os: TargetOs.Windows });
            Assert.Contains("__imp_two", summary.Exports);
        }

        // Rust's raw-dylib puts import objects beside code: that is a static library.
        await objects.Run("llvm-ar", "x", "libone.dll.a");
        await objects.Run("llvm-ar", "rcs", "mixed.a", "one.dll", $"code-{Msvc}.o");
        Assert.Equal(FileKind.StaticLibrary, FileKinds.Identify(objects["mixed.a"]));
    }

    [Fact]
    public async Task An_import_library_of_GNU_ld_holds_objects_with_import_tables_and_jumps()
    {
        const string member = """
            .text
            .globl one
            one: jmp *__imp_one(%rip)
                nop
                nop
            .data
            .section .idata$7,"dw"
            .rva head
            .section .idata$5,"dw"
            .globl __imp_one
            __imp_one: .rva name
                .long 0
            .section .idata$4,"dw"
            .rva name
                .long 0
            .section .idata$6,"dw"
            name: .short 1
            .asciz "one"
            """;
        objects.Write("long.s", Encoding.ASCII.GetBytes(member));
        await objects.Run("clang", "--target=x86_64-pc-windows-gnu", "-c", "long.s", "-o", "long.o");
        await objects.Run("llvm-ar", "rcs", "liblong.dll.a", "long.o");
        Assert.Equal(FileKind.ImportLibrary, FileKinds.Identify(objects["liblong.dll.a"]));
        await objects.Run("llvm-ar", "rcs", "liblonger.dll.a", "long.o", "code-x86_64-pc-windows-gnu.o");
        Assert.Equal(FileKind.StaticLibrary, FileKinds.Identify(objects["liblonger.dll.a"]));
    }

    [Fact]
    public async Task Files_beside_a_static_library_are_not_taken_for_one()
    {
        objects.Write("main.c", "int main(void) { return 0; }"u8);
        objects.Write("deps.d", "libx.a: src/lib.rs\n"u8);
        await objects.Run("clang", "-shared", "-o", "shared.so", $"code-{Gnu}.o");
        await objects.Run("clang", "-pie", "-o", "pie", "main.c");
        await objects.Run("clang", "-no-pie", "-o", "no-pie", "main.c");
        await objects.Run("clang", "-static-pie", "-o", "static-pie", "main.c");
        await objects.Run("zip", "-q", "some.zip", "main.c");
        await objects.Run("ar", "rcsT", "thin.a", $"code-{Gnu}.o");
        await MakeUniversal("fat.o");
        objects.Write("Java.class", [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 0x34, 1, 2]);
        objects.Write("empty", []);
        objects.Write("empty.a", "!<arch>\n"u8);

        var expected = new Dictionary<string, FileKind>
        {
            ["main.c"] = FileKind.Unknown,
            ["deps.d"] = FileKind.Unknown,
            ["shared.so"] = FileKind.SharedLibrary,
            ["pie"] = FileKind.Executable,
            ["no-pie"] = FileKind.Executable,
            ["static-pie"] = FileKind.Executable,
            ["some.zip"] = FileKind.Zip,
            ["thin.a"] = FileKind.ThinArchive,
            ["fat.o"] = FileKind.UniversalBinary,
            ["Java.class"] = FileKind.Unknown,
            ["empty"] = FileKind.Unknown,
            ["empty.a"] = FileKind.StaticLibrary,
            [$"code-{Gnu}.o"] = FileKind.Object,
        };
        Assert.Equal(expected, expected.Keys.ToDictionary(name => name, name => FileKinds.Identify(objects[name])));
    }

    [Fact]
    public async Task Members_without_machine_code_are_named_as_what_they_are()
    {
        await objects.Run("clang", "-flto", "-c", "code.c", "-o", "bitcode.o");
        await objects.Run("clang", "--target=x86_64-apple-macosx10.12", "-flto", "-c", "code.c", "-o", "wrapped.o");
        await objects.Run("clang", "--target=wasm32-unknown-unknown", "-c", "code.c", "-o", "wasm.o");
        objects.Write("ltcg.o", [0, 0, 0xff, 0xff, 1, 0, 0x64, 0x86, .. new byte[48]]);
        await MakeUniversal("fat-member.o");
        await objects.Run("llvm-ar", "rcS", "opaque.a", "bitcode.o", "wrapped.o", "wasm.o", "ltcg.o", "fat-member.o", $"code-{Gnu}.o");
        using var library = StaticLibrary.Open(objects["opaque.a"]);
        Assert.Equal(
            [
                (
                    "bitcode.o", ObjectFormat.Bitcode, Machine.X86_64, TargetOs.Linux), (
                        "wrapped.o", ObjectFormat.Bitcode, Machine.X86_64, TargetOs.MacOs),
                (
                    "wasm.o", ObjectFormat.Wasm, Machine.Wasm32, TargetOs.Unknown), (
                        "ltcg.o", ObjectFormat.CoffAnonymous, Machine.X86_64, TargetOs.Windows),
                (
                    "fat-member.o (x86_64)", ObjectFormat.MachO, Machine.X86_64, TargetOs.MacOs), (
                        "fat-member.o (aarch64)", ObjectFormat.MachO, Machine.Aarch64, TargetOs.MacOs),
                ($"code-{Gnu}.o", ObjectFormat.Elf, Machine.X86_64, TargetOs.Unknown),
            ],
            library.Summarize().Groups.Select(group => (group.FirstMember, group.Format, group.Machine, group.Os)));
    }

    [Fact]
    public async Task Members_for_several_machines_are_counted_apart()
    {
        await objects.Run(
            "llvm-ar", "rcS", "machines.a", $"code-{Gnu}.o", "code-aarch64-unknown-linux-gnu.o", $"ctor-{Msvc}.o", $"tls-{Gnu}.o");
        using var library = StaticLibrary.Open(objects["machines.a"]);
        Assert.Equal(
            [(ObjectFormat.Elf, Machine.X86_64, 2), (ObjectFormat.Elf, Machine.Aarch64, 1), (ObjectFormat.Coff, Machine.X86_64, 1)],
            library.Summarize().Groups.Select(group => (group.Format, group.Machine, group.Count)));
    }

    private Task<string> MakeUniversal(string output) => objects.Run(
        File.Exists("/usr/bin/llvm-lipo") ? "llvm-lipo" : "llvm-lipo-14",
        "-create", "code-arm64-apple-macosx11.0.o", "code-x86_64-apple-macosx10.12.o", "-output", output);
}
