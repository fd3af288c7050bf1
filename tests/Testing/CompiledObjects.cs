using System.Reflection;
using RuntimePacks.Tools;
using StaticLibraries.Objects;

namespace Testing;

/// <summary>Objects and archives that the real tools make, once for all tests, in a folder that is deleted after them.</summary>
public sealed class CompiledObjects : IAsyncLifetime
{
    private static ReadOnlySpan<byte> Source => """
        int exported_function(int x) { return x + 1; }
        int exported_data = 5;
        int common_data;
        static int local_data = 3;
        extern int undefined_data;
        int undefined_function(void);
        __attribute__((weak)) int weak_function(void) { return undefined_function(); }
        __attribute__((visibility("hidden"))) int hidden_function(int x) { return x * local_data++; }
        int *uses(void) { return hidden_function(1) ? &undefined_data : &local_data; }
        """u8;

    private static ReadOnlySpan<byte> ThreadLocal =>
        "_Thread_local int thread_data = 4; int *thread_address(void) { return &thread_data; }\n"u8;

    private static ReadOnlySpan<byte> Constructor =>
        "static int set; __attribute__((constructor)) static void start(void) { set = 1; } int is_set(void) { return set; }\n"u8;

    /// <summary>The clang targets that the fixture source is compiled for, and what their objects are.</summary>
    public static readonly IReadOnlyDictionary<string, (ObjectFormat Format, Machine Machine, TargetOs Os)> Targets =
        new Dictionary<string, (ObjectFormat, Machine, TargetOs)>
        {
            ["x86_64-unknown-linux-gnu"] = (ObjectFormat.Elf, Machine.X86_64, TargetOs.Unknown),
            ["aarch64-unknown-linux-gnu"] = (ObjectFormat.Elf, Machine.Aarch64, TargetOs.Unknown),
            ["x86_64-unknown-linux-musl"] = (ObjectFormat.Elf, Machine.X86_64, TargetOs.Unknown),
            ["aarch64-unknown-linux-musl"] = (ObjectFormat.Elf, Machine.Aarch64, TargetOs.Unknown),
            ["i686-unknown-linux-gnu"] = (ObjectFormat.Elf, Machine.I686, TargetOs.Unknown),
            ["armv7-unknown-linux-gnueabihf"] = (ObjectFormat.Elf, Machine.Arm, TargetOs.Unknown),
            ["mips-unknown-linux-gnu"] = (ObjectFormat.Elf, Machine.Mips, TargetOs.Unknown),
            ["powerpc64-unknown-linux-gnu"] = (ObjectFormat.Elf, Machine.Powerpc64, TargetOs.Unknown),
            ["s390x-unknown-linux-gnu"] = (ObjectFormat.Elf, Machine.S390x, TargetOs.Unknown),
            ["riscv64-unknown-linux-gnu"] = (ObjectFormat.Elf, Machine.Riscv64, TargetOs.Unknown),
            ["x86_64-unknown-freebsd"] = (ObjectFormat.Elf, Machine.X86_64, TargetOs.FreeBsd),
            ["x86_64-apple-macosx10.12"] = (ObjectFormat.MachO, Machine.X86_64, TargetOs.MacOs),
            ["arm64-apple-macosx11.0"] = (ObjectFormat.MachO, Machine.Aarch64, TargetOs.MacOs),
            ["arm64-apple-ios14.0"] = (ObjectFormat.MachO, Machine.Aarch64, TargetOs.Ios),
            ["x86_64-apple-ios10.0"] = (ObjectFormat.MachO, Machine.X86_64, TargetOs.IosSimulator),
            ["arm64-apple-ios14.0-simulator"] = (ObjectFormat.MachO, Machine.Aarch64, TargetOs.IosSimulator),
            ["x86_64-apple-ios14.0-macabi"] = (ObjectFormat.MachO, Machine.X86_64, TargetOs.MacCatalyst),
            ["x86_64-pc-windows-msvc"] = (ObjectFormat.Coff, Machine.X86_64, TargetOs.Windows),
            ["aarch64-pc-windows-msvc"] = (ObjectFormat.Coff, Machine.Aarch64, TargetOs.Windows),
            ["i686-pc-windows-msvc"] = (ObjectFormat.Coff, Machine.I686, TargetOs.Windows),
            ["x86_64-pc-windows-gnu"] = (ObjectFormat.Coff, Machine.X86_64, TargetOs.Windows),
        };

    public string Folder { get; } = Directory.CreateTempSubdirectory("archives-tests-").FullName;

    /// <summary>The folder of the archives that Microsoft's own tools wrote.</summary>
    public static string MicrosoftLibraries { get; } = Metadata(nameof(MicrosoftLibraries));

    /// <summary>The folder of NativeAOT's libraries for linux-x64.</summary>
    public static string LinuxLibraries { get; } = Metadata(nameof(LinuxLibraries));

    /// <summary>The folder of NativeAOT's libraries for linux-arm64.</summary>
    public static string LinuxArm64Libraries { get; } = Metadata(nameof(LinuxArm64Libraries));

    /// <summary>The folder of the Windows SDK's libraries for arm64, with ARM64EC in them.</summary>
    public static string WindowsSdk { get; } = Metadata(nameof(WindowsSdk));

    /// <summary>The same for x64.</summary>
    public static string WindowsSdkX64 { get; } = Metadata(nameof(WindowsSdkX64));

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Two objects in an archive, in the flavour that llvm-ar picks for the target.</summary>
    public string ArchiveFor(string target) => this[target + ".a"];

    public async ValueTask InitializeAsync()
    {
        Write("code.c", Source);
        Write("tls.c", ThreadLocal);
        Write("ctor.c", Constructor);
        await Parallel.ForEachAsync(Targets.Keys, async (target, _) =>
        {
            var second = target.Contains("macosx11", StringComparison.Ordinal) || target.Contains("linux-gnu", StringComparison.Ordinal)
                ? "tls"
                : "ctor";
            await Compile("code", target);
            await Compile(second, target);
            await Run("llvm-ar", "rcs", ArchiveFor(target), this[$"code-{target}.o"], this[$"{second}-{target}.o"]);
        });
    }

    private static string Metadata(string key) =>
        typeof(CompiledObjects).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes a file into the folder; returns its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    /// <summary>A file of the folder.</summary>
    public byte[] Read(string name) => File.ReadAllBytes(this[name]);

    /// <summary>Compiles one of the sources; returns the object's path.</summary>
    public async Task<string> Compile(string source, string target, params string[] more)
    {
        var output = this[$"{source}-{target}{string.Concat(more).Replace('/', '-')}.o"];
        await Run("clang", ["--target=" + target, "-g", "-fcommon", .. more, "-c", this[source + ".c"], "-o", output]);
        return output;
    }

    /// <summary>Runs a tool in the fixtures' folder; it must succeed.</summary>
    public Task<string> Run(string tool, params string[] arguments) => RunWith([], tool, arguments);

    /// <summary>The same with variables set for the tool.</summary>
    public Task<string> RunWith(Dictionary<string, string?> variables, string tool, params string[] arguments) =>
        new Command(tool, arguments) { WorkingDirectory = Folder, Environment = variables }.OutputAsync();
}
