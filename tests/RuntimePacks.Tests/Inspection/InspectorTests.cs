using RuntimePacks.Definition;
using RuntimePacks.Inspection;
using StaticLibraries.Libraries;

namespace RuntimePacks.Tests.Inspection;

[Collection<WithCompiledObjects>]
public sealed class InspectorTests(CompiledObjects objects)
{
    private static readonly PackDefinition s_definition = PackDefinition.Load(Repository.PathOf("packaging", "slim.json"));

    [Fact]
    public async Task An_asset_for_another_machine_is_called_wrong()
    {
        var wrong = objects["slim-bindings-x86_64-unknown-linux-musl.zip"];
        File.Copy(Path.Combine(await SampleAssets.FolderAsync(), "slim-bindings-aarch64-unknown-linux-musl.zip"), wrong, true);
        var inspection = await new Inspector(s_definition, null).InspectAsync(wrong, TestContext.Current.CancellationToken);
        Assert.Contains("is ELF for aarch64", inspection.Verdict?.Fault, StringComparison.Ordinal);
        var page = InspectionPage.Text(inspection);
        Assert.Contains("WRONG for x86_64-unknown-linux-musl", page, StringComparison.Ordinal);
        Assert.Contains("libslim_bindings_aarch64_linux_musl.so: a shared library", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_asset_is_called_right_and_its_contract_is_read()
    {
        var zip = Path.Combine(await SampleAssets.FolderAsync(), "slim-bindings-x86_64-unknown-linux-gnu.zip");
        var inspection = await new Inspector(s_definition, null).InspectAsync(zip, TestContext.Current.CancellationToken);
        Assert.NotNull(inspection.Verdict);
        Assert.Null(inspection.Verdict.Fault);
        var library = inspection.Entries.Single(entry => entry.Kind == FileKind.StaticLibrary);
        Assert.Equal("x86_64-unknown-linux-gnu", library.Target);
        Assert.Equal(new Dictionary<string, int?> { ["slim_bindings"] = 30, ["slim_rpc"] = 30 }, library.UniffiContracts);
    }

    [Fact]
    public async Task A_program_holds_the_pack_or_not_or_cannot_tell()
    {
        objects.Write("pack.c", "int ffi_slim_bindings_probe(void) { return 1; } int main(void) { return ffi_slim_bindings_probe(); }"u8);
        await objects.Run("clang", "-Wl,--build-id", "-o", "with-pack", "pack.c");
        await objects.Run("llvm-objcopy", "--only-keep-debug", "with-pack", "pack-stripped.dbg");
        await objects.Run("llvm-objcopy", "--strip-all", "with-pack", "pack-stripped");
        await objects.Run("llvm-objcopy", "--strip-all", "with-pack", "pack-alone");
        objects.Write("none.c", "int main(void) { return 0; }"u8);
        await objects.Run("clang", "-o", "without-pack", "none.c");

        Assert.Equal((1, "with-pack"), await PackOf("with-pack"));
        Assert.Equal((1, "pack-stripped.dbg"), await PackOf("pack-stripped"));
        Assert.Equal((0, null), await PackOf("pack-alone"));
        Assert.Equal((0, "without-pack"), await PackOf("without-pack"));
    }

    private async Task<(int, string?)> PackOf(string name)
    {
        var inspection = await new Inspector(s_definition, null).InspectAsync(objects[name], TestContext.Current.CancellationToken);
        return (inspection.Pack!.Found.Count, inspection.Pack.Source);
    }
}
