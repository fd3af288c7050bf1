namespace StaticLibraries.Objects;

/// <summary>The bytes of a file, read at any offset. For one thread at a time.</summary>
public abstract class ByteSource : IDisposable
{
    /// <summary>The file, for messages.</summary>
    public abstract string Path { get; }

    /// <summary>In bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Fills the destination from an offset that the caller has checked.</summary>
    /// <param name="member">The archive member that is read, for messages.</param>
    /// <exception cref="ArchiveFormatException">The file is shorter than its length.</exception>
    public abstract void Read(long offset, Span<byte> destination, string? member);

    /// <summary>Says that what is before an offset will not be read again.</summary>
    public virtual void Forget(long offset) { }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
