using RuntimePacks.Tools;

namespace Pipeline.Tests.BadInput;

/// <summary>Assets whose library is not the one that their name promises.</summary>
public sealed class LibraryTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private readonly BadRelease _release = new(job);

    public void Dispose() => _release.Dispose();

    [Fact]
    public async Task A_library_for_another_machine_is_refused()
    {
        _release.WriteAsset(
            (
                BadRelease.LinuxLibrary,
                _release.Entry("slim-bindings-aarch64-unknown-linux-musl.zip", "libslim_bindings_aarch64_linux_musl.a")));
        await _release.RefusedAsync(
            [BadRelease.Linux, BadRelease.LinuxLibrary, "ELF for aarch64", "expected ELF for x86_64", "x86_64-unknown-linux-musl"]);
    }

    [Fact]
    public async Task A_library_for_another_system_is_refused()
    {
        _release.WriteAsset(
            (BadRelease.LinuxLibrary, _release.Entry("slim-bindings-x86_64-apple-darwin.zip", "libslim_bindings_x86_64_darwin.a")));
        await _release.RefusedAsync([BadRelease.Linux, "Mach-O for x86_64", "expected ELF for x86_64"]);
    }

    [Fact]
    public async Task One_member_for_another_machine_is_enough()
    {
        var library = Path.Combine(_release.Folder, "mixed.a");
        await File.WriteAllBytesAsync(library, _release.GoodLibrary, TestContext.Current.CancellationToken);
        var other = Path.Combine(_release.Folder, "intruder.o");
        await CompileAsync("int intruder(void) { return 1; }", other, "--target=aarch64-linux-musl");
        await ArchiveAsync("rcs", library, other);
        _release.WriteAsset((BadRelease.LinuxLibrary, await File.ReadAllBytesAsync(library, TestContext.Current.CancellationToken)));
        await _release.RefusedAsync([BadRelease.Linux, "(intruder.o)", "aarch64"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_library_that_was_cut_short_is_refused(int tenths)
    {
        var library = _release.GoodLibrary;
        _release.WriteAsset((BadRelease.LinuxLibrary, library[..(library.Length * tenths / 10)]));
        await _release.RefusedAsync([BadRelease.LinuxLibrary, "at byte 0x", "expected"]);
    }

    [Fact]
    public async Task An_empty_library_is_refused()
    {
        _release.WriteAsset((BadRelease.LinuxLibrary, "!<arch>\n"u8.ToArray()));
        await _release.RefusedAsync([BadRelease.Linux, BadRelease.LinuxLibrary, "without members"]);
    }

    [Fact]
    public async Task A_thin_archive_is_refused()
    {
        var member = Path.Combine(_release.Folder, "member.o");
        await CompileAsync("int f(void) { return 1; }", member);
        var library = Path.Combine(_release.Folder, "thin.a");
        await ArchiveAsync("rcsT", library, member);
        _release.WriteAsset((BadRelease.LinuxLibrary, await File.ReadAllBytesAsync(library, TestContext.Current.CancellationToken)));
        await _release.RefusedAsync([BadRelease.Linux, BadRelease.LinuxLibrary, "thin archive"]);
    }

    [Fact]
    public async Task An_import_library_is_no_static_library()
    {
        var import = _release.Entry("slim-bindings-x86_64-pc-windows-msvc.zip", "slim_bindings_x86_64_windows_msvc.dll.lib");
        _release.WriteAsset((BadRelease.LinuxLibrary, import));
        await _release.RefusedAsync([BadRelease.Linux, BadRelease.LinuxLibrary, "an import library", "no static library"]);
    }

    [Fact]
    public async Task An_rlib_is_no_static_library()
    {
        var source = Path.Combine(_release.Folder, "lib.rs");
        await File.WriteAllTextAsync(source, "pub fn f() -> u32 { 1 }", TestContext.Current.CancellationToken);
        var rlib = Path.Combine(_release.Folder, "libf.rlib");
        await new Command(
            Repository.Tools["rustc"].Find()!, "--crate-type", "rlib", "-o", rlib, source)
                .OutputAsync(TestContext.Current.CancellationToken);
        _release.WriteAsset((BadRelease.LinuxLibrary, await File.ReadAllBytesAsync(rlib, TestContext.Current.CancellationToken)));
        await _release.RefusedAsync([BadRelease.Linux, BadRelease.LinuxLibrary, "an rlib", "no static library"]);
    }

    [Fact]
    public async Task A_shared_library_alone_is_named()
    {
        _release.WriteAsset(("libslim_bindings.so", _release.Entry(BadRelease.Linux, "libslim_bindings_x86_64_linux_musl.so")));
        await _release.RefusedAsync([BadRelease.Linux, "libslim_bindings.so", "no static library"]);
    }

    [Fact]
    public async Task Two_static_libraries_are_one_too_many()
    {
        _release.WriteAsset((BadRelease.LinuxLibrary, _release.GoodLibrary), ("old/libother.a", _release.GoodLibrary));
        await _release.RefusedAsync([BadRelease.Linux, "2 static libraries", BadRelease.LinuxLibrary, "libother.a"]);
    }

    [Fact]
    public async Task A_missing_required_export_is_named()
    {
        var member = Path.Combine(_release.Folder, "member.o");
        await CompileAsync(
            "int ffi_slim_bindings_something(void) { return 1; } int uniffi_slim_bindings_fn_func_f(void) { return 2; }", member,
            "--target=x86_64-linux-musl");
        var library = Path.Combine(_release.Folder, "less.a");
        await ArchiveAsync("rcs", library, member);
        _release.WriteAsset((BadRelease.LinuxLibrary, await File.ReadAllBytesAsync(library, TestContext.Current.CancellationToken)));
        await _release.RefusedAsync([BadRelease.Linux, BadRelease.LinuxLibrary, "ffi_slim_bindings_uniffi_contract_version"]);
    }

    [Fact]
    public async Task A_release_whose_targets_do_not_export_the_same_is_refused()
    {
        const string other = "slim-bindings-aarch64-unknown-linux-musl.zip";
        var member = Path.Combine(_release.Folder, "member.o");
        await CompileAsync(
            "int ffi_slim_bindings_uniffi_contract_version(void) { return 29; } int uniffi_slim_bindings_fn_func_new(void) { return 2; }",
            member, "-O2", "--target=aarch64-linux-musl");
        var library = Path.Combine(_release.Folder, "other.a");
        await ArchiveAsync("rcs", library, member);
        _release.WriteAsset((BadRelease.LinuxLibrary, await File.ReadAllBytesAsync(library, TestContext.Current.CancellationToken)));
        File.Move(_release.Asset, Path.Combine(_release.Folder, other));
        _release.WriteAsset((BadRelease.LinuxLibrary, _release.GoodLibrary));
        await _release.RefusedAsync(
            [
                "do not have the same exported ABI", "ffi_slim_bindings_rustbuffer_alloc is not in aarch64-unknown-linux-musl"],
                "--rids", "linux-musl-x64,linux-musl-arm64");
    }

    private async Task CompileAsync(string code, string output, params string[] options)
    {
        var source = Path.Combine(_release.Folder, "source.c");
        await File.WriteAllTextAsync(source, code, TestContext.Current.CancellationToken);
        await new Command(
            Repository.Tools["clang"].Find()!, [
                "-c", "-ffreestanding", .. options, "-o", output, source]).OutputAsync(TestContext.Current.CancellationToken);
    }

    private static Task<string> ArchiveAsync(string operation, string library, string member) =>
        new Command(Repository.Tools["llvm-ar"].Find()!, operation, library, member).OutputAsync(TestContext.Current.CancellationToken);
}
