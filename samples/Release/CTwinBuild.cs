using RuntimePacks.Tools;

namespace Samples;

/// <summary>Compiles the C twin to a target's own object format and archives it in the target's own flavour.</summary>
internal static class CTwinBuild
{
    /// <returns>What it was built with.</returns>
    public static async Task<string> RunAsync(
        SampleTarget target, string sources, Toolchain tools, string work, CancellationToken cancellationToken)
    {
        SampleSources.Copy(sources, Path.Combine(work, "src"));
        string[] names = [
            .. Directory.EnumerateFiles(sources, "*.c").Select(
                file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
        string[] objects = [.. names.Select(name => $"{target.Library}.{name}.o")];
        string dependencies = "";
        foreach (var (name, member) in names.Zip(objects))
        {
            await new Command(tools.Clang, Arguments(target, name, member)) { WorkingDirectory = work }
                .OutputAsync(cancellationToken);
            dependencies += await File.ReadAllTextAsync(Path.Combine(work, name + ".d"), cancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(work, target.Stem + ".d"), dependencies, cancellationToken);
        await Archive(target, tools, objects, work).OutputAsync(cancellationToken);
        return $"clang {await VersionAsync(tools.Clang, cancellationToken)}, C twin";
    }

    private static List<string> Arguments(SampleTarget target, string name, string member)
    {
        List<string> arguments =
        [
            $"--target={target.Clang}", "-c", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-ffreestanding", "-fvisibility=hidden",
            "-ffunction-sections", "-fdata-sections", "-funwind-tables", "-fno-stack-protector", "-MMD", "-MF", name + ".d",
            "-o", member, $"src/{name}.c",
        ];
        if (!target.IsWindows) arguments.Add("-fPIC");
        // Otherwise the object holds the time at which it was written.
        if (target.IsMsvc) arguments.Add("-mno-incremental-linker-compatible");
        // Otherwise atomics are calls into libgcc, which a musl system need not have.
        if (target is { IsArm64: true, IsWindows: false, IsApple: false }) arguments.Add("-mno-outline-atomics");
        return arguments;
    }

    private static Command Archive(SampleTarget target, Toolchain tools, string[] objects, string work) =>
        target.IsMsvc
            ? new Command(tools.Lld, ["-flavor", "link", "/lib", $"/out:{target.StaticLibrary}", .. objects]) { WorkingDirectory = work }
            : new Command(tools.LlvmAr, [target.IsApple ? "--format=darwin" : "--format=gnu", "rcsD", target.StaticLibrary, .. objects])
            {
                WorkingDirectory = work,
            };

    private static async Task<string> VersionAsync(string clang, CancellationToken cancellationToken) =>
        (await new Command(clang, "-dumpversion").OutputAsync(cancellationToken)).Trim();
}
