namespace RuntimePacks.Tests.Slimming;

/// <summary>A real Rust library for windows-gnu: it is a third of what it was, or less, and links with mingw.</summary>
public sealed class RustWindowsTests
{
    private const string Crate = """
        use std::sync::atomic::*;
        static DROPPED: AtomicU32 = AtomicU32::new(0);
        struct Guard;
        impl Drop for Guard { fn drop(&mut self) { DROPPED.fetch_add(1, Ordering::SeqCst); } }
        #[no_mangle] pub extern "C" fn ffi_demo_panics() -> u32 {
            std::panic::catch_unwind(|| { let _guard = Guard; panic!("on purpose") }).is_err() as u32 + DROPPED.load(Ordering::SeqCst) * 10
        }
        #[no_mangle] pub extern "C" fn ffi_demo_threads() -> u32 { std::thread::spawn(|| 7).join().unwrap() }
        """;

    [Fact]
    public async Task It_is_a_third_or_less_and_links()
    {
        using var shop = new Workshop("x86_64-pc-windows-gnu");
        var source = shop.Write("demo.rs", Crate);
        await shop.RunAsync(
            "/usr/bin/rustc", "-O", "--target", "x86_64-pc-windows-gnu", "--crate-type", "staticlib", "-o", "libdemo.a", source);
        var slimmed = await shop.SlimAsync(shop["libdemo.a"], "ffi_*");
        Assert.Equal(["merge"], slimmed.Steps);
        Assert.True(slimmed.Members < slimmed.Source.Members);

        await shop.RunAsync("zip", "-q", "before.zip", "libdemo.a");
        await shop.RunAsync("zip", "-qj", "after.zip", slimmed.Path);
        var (before, after) = (new FileInfo(shop["before.zip"]).Length, new FileInfo(shop["after.zip"]).Length);
        Assert.True(after * 3 <= before, $"{before} bytes as built, {after} slimmed");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{slimmed.Source.Size} to {slimmed.Size} bytes, zipped {before} to {after}, {slimmed.Source.Members} to {slimmed.Members} members");

        shop.Write(
            "main.c",
            "unsigned ffi_demo_panics(void), ffi_demo_threads(void); int main(void) { return ffi_demo_panics() + ffi_demo_threads(); }");
        foreach (var (library, program) in new[] { (shop["libdemo.a"], "before.exe"), (slimmed.Path, "after.exe") })
        {
            await shop.RunAsync(
                Workshop.Tool("x86_64-w64-mingw32-gcc"), "-s", "-o", program, "main.c", library, "-lws2_32", "-lbcrypt", "-luserenv",
                "-ladvapi32", "-lkernel32");
        }

        Assert.InRange(new FileInfo(shop["after.exe"]).Length, 1, new FileInfo(shop["before.exe"]).Length * 1.01);
    }
}
