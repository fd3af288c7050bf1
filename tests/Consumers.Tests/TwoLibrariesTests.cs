using System.IO.Compression;
using RuntimePacks.Tools;

namespace Consumers.Tests;

/// <summary>Two libraries from two Rust versions in one program; and what slimming does to a program's size.</summary>
public sealed class TwoLibrariesTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    /// <summary>A second library; it panics, catches, and lets a destructor run on the way.</summary>
    private const string Crate = """
        struct Guard<'a>(&'a std::sync::atomic::AtomicU32);
        impl Drop for Guard<'_> { fn drop(&mut self) { self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst); } }
        #[no_mangle] pub extern "C" fn other_panics() -> u32 {
            let dropped = std::sync::atomic::AtomicU32::new(0);
            let caught = std::panic::catch_unwind(|| { let _guard = Guard(&dropped); panic!("on purpose") }).is_err();
            dropped.load(std::sync::atomic::Ordering::SeqCst) * 10 + caught as u32
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_Rust_versions_live_in_one_program_and_panics_unwind_in_both()
    {
        var library = await BuildOtherAsync();
        var main = _folder["main.c"];
        await File.WriteAllTextAsync(
            main,
            "unsigned other_panics(void); unsigned ffi_slim_bindings_uniffi_contract_version(void); int main(void) { return other_panics() + ffi_slim_bindings_uniffi_contract_version(); }",
            TestContext.Current.CancellationToken);
        var together = await new Command(
            "gcc", "-o", _folder["main"], main, library,
            Directory.GetFiles(Path.Combine(job.Output, "libraries", "x86_64-unknown-linux-gnu")).Single(), "-lm", "-lpthread", "-ldl")
            .RunAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, together.ExitCode);
        Assert.Contains("multiple definition of `rust_eh_personality'", together.Error);

        using var consumer = new Consumer(job);
        consumer.WriteApp(
            $"<RestoreAdditionalProjectSources>{await PackOtherAsync(library)}</RestoreAdditionalProjectSources><RestorePackagesPath>{Repository.EmptyScratch("two-libraries")}</RestorePackagesPath><AllowUnsafeBlocks>true</AllowUnsafeBlocks>",
            consumer.Reference("Slim.Native") + """<PackageReference Include="Other.Native" Version="2.0.0" />""");
        consumer.Write("Program.cs", """
            using System.Runtime.InteropServices;
            Console.WriteLine($"other {Other.Panics()}");
            Status status = default;
            Slim.PanicBelow(3, default, ref status);
            Console.WriteLine($"slim {status.Code}");
            internal struct Buffer { public ulong Capacity, Length; public nint Data; }
            internal struct Status { public sbyte Code; public Buffer Error; }
            internal static class Other { [DllImport("other", EntryPoint = "other_panics")] public static extern uint Panics(); }
            internal static class Slim { [DllImport("slim_bindings", EntryPoint = "uniffi_slim_bindings_fn_func_panic_below")] public static extern uint PanicBelow(uint frames, Buffer message, ref Status status); }
            """);
        await consumer.PublishAsync("-r", "linux-x64");
        await consumer.OneSelfContainedFileAsync();
        Assert.Equal("other 11\nslim 2\n", await consumer.RunAsync());
    }

    [Fact]
    public async Task The_program_is_no_larger_than_with_the_library_as_it_was_built()
    {
        var sizes = new List<long>();
        foreach (var packages in new[] { null, await MainJob.PackagesAsBuiltAsync() })
        {
            using var consumer = new Consumer(job, packages: packages);
            consumer.WriteApp();
            await consumer.PublishAsync("-r", "linux-x64");
            Assert.Equal(Consumer.Answer, await consumer.RunAsync());
            sizes.Add(new FileInfo(Path.Combine(consumer.PublishFolder, "App")).Length);
        }

        Assert.True(sizes[0] <= sizes[1] * 1.01, $"slimmed {sizes[0]}, as built {sizes[1]}");
    }

    private async Task<string> BuildOtherAsync()
    {
        var (source, library) = (_folder["other.rs"], _folder["libother.a"]);
        await File.WriteAllTextAsync(source, Crate, TestContext.Current.CancellationToken);
        await new Command(
            "/usr/bin/rustc", "-O", "--crate-type", "staticlib", "-o", library, source).OutputAsync(TestContext.Current.CancellationToken);
        return library;
    }

    /// <summary>Packs it with a definition of its own: other names for packages, properties and diagnostics.</summary>
    private async Task<string> PackOtherAsync(string library)
    {
        var release = Directory.CreateDirectory(_folder["release"]).FullName;
        using (
            var zip = ZipFile.Open(
                Path.Combine(
                    release, "other-x86_64-unknown-linux-gnu.zip"), ZipArchiveMode.Create)) zip.CreateEntryFromFile(library, "libother.a");
        var definition = _folder["other.json"];
        await File.WriteAllTextAsync(definition, """
            {
              "packageId": "Other.Native", "runtimePackageId": "Other.Native.runtime.{rid}", "msbuildPrefix": "OtherNative", "diagnosticPrefix": "OTHER",
              "description": "Another library.", "authors": "Somebody", "license": "MIT", "projectUrl": "https://example.org", "tags": "other",
              "repositories": ["example/other"], "tagPatterns": ["v{version}"], "assetPattern": "other-{target}.zip",
              "inflatedLimitMB": 100, "pinvokeNames": ["other"], "smokeApp": ".",
              "exports": { "required": ["other_*"] },
              "platforms": [{ "target": "x86_64-unknown-linux-gnu", "rid": "linux-x64", "libraries": ["m", "pthread", "dl"], "linkerArguments": ["-static-libgcc"] }]
            }
            """, TestContext.Current.CancellationToken);
        var output = _folder["output"];
        var packed = await BuildProgram.SucceedsAsync(
            "--definition", definition, "--from", release, "--release", "2.0.0", "--target", "Pack", "--output", output);
        return Path.Combine(output, "packages");
    }
}
