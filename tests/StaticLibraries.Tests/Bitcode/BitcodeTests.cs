using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Tests.Bitcode;

public sealed class BitcodeTests(CompiledObjects objects)
{
    [Theory]
    [InlineData("x86_64-unknown-linux-gnu", Machine.X86_64, TargetOs.Linux)]
    [InlineData("aarch64-unknown-linux-musl", Machine.Aarch64, TargetOs.Linux)]
    [InlineData("x86_64-apple-macosx10.12", Machine.X86_64, TargetOs.MacOs)]
    [InlineData("arm64-apple-ios14.0-simulator", Machine.Aarch64, TargetOs.IosSimulator)]
    [InlineData("aarch64-pc-windows-msvc", Machine.Aarch64, TargetOs.Windows)]
    [InlineData("i686-pc-windows-msvc", Machine.I686, TargetOs.Windows)]
    public async Task Triple_compiler_and_symbols_are_those_that_llvm_nm_has(string target, Machine machine, TargetOs os)
    {
        var path = objects[$"bitcode-{target}.o"];
        await objects.Run("clang", "--target=" + target, "-flto", "-fcommon", "-c", "code.c", "-o", path);
        using var library = StaticLibrary.Open(path);
        using var opened = library.OpenObject();
        Assert.Equal((ObjectFormat.Bitcode, machine, os), (opened.Format, opened.Machine, opened.Os));
        Assert.StartsWith("LLVM", opened.Variant, StringComparison.Ordinal);
        Assert.Contains(target.Split('-')[0], opened.TargetTriple, StringComparison.Ordinal);

        var theirs = (
            await objects.Run("llvm-nm", "-P", path)).Split('\n')[..^1].Select(line => line.Split(' ')).Select(
                fields => (fields[0], Defined: fields[1] is not ("U" or "w"), Local: char.IsLower(fields[1][0]) && fields[1] != "w"));
        var ours = opened.Symbols().Select(
            symbol => (opened.TextOf(symbol), Defined: symbol.IsDefined, Local: symbol.Binding == SymbolBinding.Local));
        Assert.Equal(theirs.Order(), ours.Order());
    }

    [Fact]
    public async Task What_rustc_writes_is_read_too()
    {
        objects.Write("bc.rs", "#![no_std] #[no_mangle] pub extern \"C\" fn from_rust() -> u32 { 7 }"u8);
        await objects.Run("rustc", "--crate-type", "lib", "--emit=llvm-bc", "-O", "bc.rs", "-o", "rust.bc");
        using var library = StaticLibrary.Open(objects["rust.bc"]);
        var summary = library.Summarize();
        Assert.Equal(
            (ObjectFormat.Bitcode, Machine.X86_64, TargetOs.Linux),
            summary.Groups.Select(group => (group.Format, group.Machine, group.Os)).Single());
        Assert.Contains("LLVM", summary.Members[0].Variant, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bitcode_in_sections_is_measured()
    {
        await objects.Run("clang", "-fembed-bitcode=all", "-c", "code.c", "-o", "embedded.o");
        using var library = StaticLibrary.Open(objects["embedded.o"]);
        var summary = library.Summarize();
        var sizes = (await objects.Run("llvm-readobj", "--sections", "embedded.o")).Split("Section {");
        var expected = sizes.Where(section => section.Contains("Name: .llvm", StringComparison.Ordinal))
            .Sum(
                section => long.Parse(
                    section.Split('\n').First(line => line.Trim().StartsWith("Size:", StringComparison.Ordinal)).Split(':')[1]));
        Assert.Equal(expected, summary.Sections[SectionKind.Bitcode]);
        Assert.Equal(ObjectFormat.Elf, summary.Groups.Single().Format);
    }
}
