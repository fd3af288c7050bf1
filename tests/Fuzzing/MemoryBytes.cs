using StaticLibraries.Objects;

namespace Fuzzing;

/// <summary>A file that is in memory.</summary>
internal sealed class MemoryBytes(byte[] bytes) : ByteSource
{
    public override string Path => "fuzzed";

    public override long Length => bytes.Length;

    public override void Read(long offset, Span<byte> destination, string? member) =>
        bytes.AsSpan((int)offset, destination.Length).CopyTo(destination);

    protected override void Dispose(bool disposing) { }
}
