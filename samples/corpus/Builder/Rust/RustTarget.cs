namespace Corpus.Rust;

/// <summary>A target of Rust's: which C compiler its crates ask for, and how a program with a library is linked and run here.</summary>
/// <param name="Triple">Rust's.</param>
/// <param name="Tools">What compiles and links for it, by their names in the corpus' tools file.</param>
/// <param name="RunTools">What runs it.</param>
/// <param name="Link">The words of the link; empty where nothing here links for it.</param>
/// <param name="Run">The words of the run; empty where nothing here runs it.</param>
internal sealed record RustTarget(
    string Triple, IReadOnlyList<string> Tools, IReadOnlyList<string> RunTools,
    IReadOnlyList<string> Link, IReadOnlyList<string> Run, string? NotRunBecause = null)
{
    private const string Source = "{folder}/" + ProgramSource.FileName;

    /// <summary>Debian's libgcc_eh asks glibc where unwinding data are; musl has no such function.</summary>
    private const string FindObject = "find_object.c";

    /// <summary>A library of Windows' that Rust asks for random numbers, and that not every wine has.</summary>
    private const string Random = "bcryptprimitives";

    /// <summary>A source that programs need beside the library; null where they need none.</summary>
    public string? Support { get; init; }

    /// <summary>The words that make something of <see cref="Support"/> in the library's folder; empty where the link takes it.</summary>
    public string[] MakeSupport { get; init; } = [];

    private static readonly string[] s_libc = ["-lm", "-lpthread", "-ldl"];

    private static readonly string[] s_musl =
        ["-static", "-Wl,--eh-frame-hdr", "-o", "{program}", Source, "{folder}/" + FindObject, "{library}", "-lgcc_eh", "-lgcc", "-lc"];

    public static RustTarget LinuxX64 { get; } = new(
        "x86_64-unknown-linux-gnu", ["gcc"], [], ["gcc", "-o", "{program}", Source, "{library}", .. s_libc], ["{program}"]);

    public static RustTarget LinuxArm64 { get; } = new(
        "aarch64-unknown-linux-gnu", ["aarch64-linux-gnu-gcc"], ["qemu-aarch64"],
        ["aarch64-linux-gnu-gcc", "-o", "{program}", Source, "{library}", .. s_libc],
        ["qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu", "{program}"]);

    public static RustTarget MuslX64 { get; } = new(
        "x86_64-unknown-linux-musl", ["musl-gcc"], [], ["musl-gcc", .. s_musl], ["{program}"])
    {
        Support = FindObject,
    };

    /// <summary>No musl for arm64 is to be had from Debian: glibc, linked statically, stands in for it.</summary>
    public static RustTarget MuslArm64 { get; } = new(
        "aarch64-unknown-linux-musl", ["aarch64-linux-gnu-gcc"], ["qemu-aarch64"],
        ["aarch64-linux-gnu-gcc", "-static", "-o", "{program}", Source, "{library}", .. s_libc], ["qemu-aarch64-static", "{program}"]);

    public static RustTarget MacX64 { get; } = Mac("x86_64");

    public static RustTarget MacArm64 { get; } = Mac("aarch64");

    public static RustTarget MsvcX64 { get; } = Msvc("x86_64");

    public static RustTarget MsvcArm64 { get; } = Msvc("aarch64");

    public static RustTarget WindowsGnu { get; } = new(
        "x86_64-pc-windows-gnu", ["x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-dlltool"], ["wine64"],
        ["x86_64-w64-mingw32-gcc", "-o", "{program}", Source, "{library}", "-lws2_32", "-luserenv", "-lntdll", "-lbcrypt", "-lkernel32"],
        ["env", "WINEPATH=Z:{folder}", "/usr/lib/wine/wine64", "{program}"])
    {
        Support = $"{Random}.c",
        MakeSupport =
            ["x86_64-w64-mingw32-gcc", "-shared", "-o", $"{{folder}}/{Random}.dll", $"{{folder}}/{Random}.c", "-ladvapi32"],
    };

    public static IReadOnlyList<RustTarget> All { get; } =
        [LinuxX64, LinuxArm64, MuslX64, MuslArm64, MacX64, MacArm64, MsvcX64, MsvcArm64, WindowsGnu];

    public bool IsMsvc => Triple.EndsWith("msvc", StringComparison.Ordinal);

    /// <summary>The name that Rust gives to a crate's static library.</summary>
    public string LibraryOf(string crate) => IsMsvc ? $"{crate}.lib" : $"lib{crate}.a";

    private static RustTarget Mac(string machine) =>
        new($"{machine}-apple-darwin", [], [], [], [], "nothing on Linux runs a program for macOS");

    private static RustTarget Msvc(string machine) => new(
        $"{machine}-pc-windows-msvc", [], [], [], [],
        "Microsoft's C library, which a program for MSVC's ABI needs, is not to be had here");
}
