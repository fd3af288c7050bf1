namespace StaticLibraries.Objects;

/// <summary>A member that is recognised and not looked into: WebAssembly, an anonymous COFF object, raw Rust metadata.</summary>
internal sealed class OpaqueObject : ObjectFile
{
    internal OpaqueObject(
        ByteRange bytes, ObjectFormat format, Machine machine = Machine.Unknown, TargetOs os = TargetOs.Unknown) : base(bytes) =>
        (Format, Machine, Os) = (format, machine, os);

    public override ObjectFormat Format { get; }

    public override Machine Machine { get; }

    public override TargetOs Os { get; }

    public override string? Variant => Description;

    internal string? Description { get; init; }
}
