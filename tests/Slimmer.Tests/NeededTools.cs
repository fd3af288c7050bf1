[assembly: AssemblyFixture(typeof(Slimmer.Tests.NeededTools))]

namespace Slimmer.Tests;

/// <summary>The compilers, linkers and emulators that the tests run: there before the first of them, or said to be missing.</summary>
public sealed class NeededTools : IAsyncLifetime
{
    private static readonly string[] s_names =
    [
        "gcc", "g++", "clang", "lld", "ld.gold", "readelf", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu-g++", "aarch64 C library",
        "qemu-aarch64",
        "musl-gcc", "musl C library", "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-g++", "wine64", "lld-link", "ld64.lld",
        "llvm-ar", "llvm-nm", "llvm-readobj", "llvm-readelf", "llvm-objcopy", "llvm-objdump", "llvm-dwarfdump", "llvm-dlltool",
    ];

    public async ValueTask InitializeAsync() => await Repository.Tools.RequireAllAsync(s_names);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
