using RuntimePacks.Tools;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Smoke;

/// <summary>
/// A static program for musl. No package here brings musl for arm64: glibc, linked statically, stands in for it there.
/// </summary>
internal sealed class MuslLink(TargetTriple target, Toolbox toolbox) : CLink
{
    private bool IsArm => target.Machine == Machine.Aarch64;

    public override IReadOnlyList<string> Tools =>
        IsArm ? ["aarch64-linux-gnu-gcc", "aarch64 C library", "qemu-aarch64"] : ["gcc", "musl-gcc"];

    public override Runner? Runner => IsArm ? Runner.Qemu() : Runner.Own;

    public override string? Reason => IsArm ? "glibc, linked statically, stands in for musl" : null;

    public override async Task LinkAsync(
        CarriedParts parts, IReadOnlyList<string> sources, string executable, string work, CancellationToken cancellationToken)
    {
        var driver = toolbox[IsArm ? "aarch64-linux-gnu-gcc" : "musl-gcc"].Find()!;
        string[] more = IsArm ? [] : [await StartSource.WriteAsync(StartSource.FindObject, work)];
        string[] libc = IsArm ? [] : ["-lgcc_eh", "-lgcc", "-lc"];
        await new Command(
            driver,
            [
                "-static", "-Wl,--eh-frame-hdr", "-fno-builtin", "-o", executable, .. sources, .. more, parts.Library,
                .. parts.Arguments, .. libc,
            ]).OutputAsync(cancellationToken);
    }
}
