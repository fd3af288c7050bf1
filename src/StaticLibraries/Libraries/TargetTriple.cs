using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>
/// A Rust target triple: <c>machine-vendor-os[-environment]</c>, for example <c>x86_64-unknown-linux-gnu</c>
/// (The rustc book, Platform Support).
/// </summary>
public sealed record TargetTriple(string Text, Machine Machine, string Os, string? Environment)
{
    /// <summary>The container format that this target's object files have.</summary>
    public ObjectFormat Format => Os switch
    {
        "darwin" or "ios" => ObjectFormat.MachO,
        "windows" => ObjectFormat.Coff,
        _ => ObjectFormat.Elf,
    };

    /// <exception cref="InputException">It is not a triple, or of a machine that we do not know.</exception>
    public static TargetTriple Parse(string text)
    {
        var parts = text.Split('-');
        if (parts.Length is not (3 or 4))
        {
            throw new InputException(
                $"'{text}' is not a target triple: expected machine-vendor-os[-environment], "
                + "as 'rustc --print target-list' shows them");
        }

        var machine = parts[0] switch
        {
            "x86_64" => Machine.X86_64,
            "aarch64" => Machine.Aarch64,
            "arm64ec" => Machine.Arm64EC,
            "i686" => Machine.I686,
            "armv7" or "arm" => Machine.Arm,
            "riscv64gc" => Machine.Riscv64,
            "powerpc64" or "powerpc64le" => Machine.Powerpc64,
            "s390x" => Machine.S390x,
            "loongarch64" => Machine.Loongarch64,
            _ => throw new InputException($"the target '{text}' is for a machine that is not known here: '{parts[0]}'"),
        };
        return new TargetTriple(text, machine, parts[2], parts.ElementAtOrDefault(3));
    }

    public override string ToString() => Text;
}
