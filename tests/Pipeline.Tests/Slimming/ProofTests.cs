using System.IO.Compression;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Slimming;

/// <summary>
/// Libraries that cannot be slimmed without harm: the proof fails, and says which symbol; without slimming they are packed.
/// </summary>
public sealed class ProofTests : IDisposable
{
    private const string Exports = "int ffi_slim_bindings_uniffi_contract_version(void) { return 30; }\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_symbol_that_no_system_library_has_is_named()
    {
        await WriteReleaseAsync(
            Exports + "int no_such_function(void); int uniffi_slim_bindings_fn_func_f(void) { return no_such_function(); }");
        await RefusedAsync("no_such_function", "does not link");
    }

    [Fact]
    public async Task An_export_that_a_linker_would_lose_is_named()
    {
        // An IFUNC's resolver is local, and so the symbol of a versioned alias is not the one that was asked for.
        await WriteReleaseAsync(Exports + """
            int uniffi_slim_bindings_fn_func_f(void) { return 1; }
            __asm__(".symver uniffi_slim_bindings_fn_func_f, uniffi_slim_bindings_fn_func_g@VERSION_1");
            """);
        await RefusedAsync("uniffi_slim_bindings_fn_func_g");
    }

    private async Task WriteReleaseAsync(string code)
    {
        var (source, member, library) = (_folder["lib.c"], _folder["lib.o"], _folder["libslim_bindings_x86_64_linux_gnu.a"]);
        await File.WriteAllTextAsync(source, code, TestContext.Current.CancellationToken);
        await new Command(
            "clang", "--target=x86_64-linux-gnu", "-c", "-o", member, source).OutputAsync(TestContext.Current.CancellationToken);
        await new Command("llvm-ar", "rcsD", library, member).OutputAsync(TestContext.Current.CancellationToken);
        Directory.CreateDirectory(_folder["release"]);
        using var zip = ZipFile.Open(
            Path.Combine(_folder.Path, "release", "slim-bindings-x86_64-unknown-linux-gnu.zip"), ZipArchiveMode.Create);
        zip.CreateEntryFromFile(library, Path.GetFileName(library));
    }

    private async Task RefusedAsync(params string[] words)
    {
        string[] arguments = [
            "--from", _folder["release"], "--release", "1.4.0", "--lock", _folder["slim.lock.json"], "--target", "Pack", "--output",
            _folder["output"]];
        var refused = await BuildProgram.RunAsync(arguments);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.All(words.Append("--slim none"), word => Assert.Contains(word, refused.Error));
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "output", "packages")));

        var asBuilt = await BuildProgram.SucceedsAsync([.. arguments, "--slim", "none"]);
    }
}
