using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace StaticLibraries.Objects;

/// <summary>
/// A file that is read at any offset (pread). Small reads are served from one window, so that walking headers costs a
/// system call per window and not per field; large reads go straight to the caller's buffer.
/// </summary>
internal sealed class FileBytes : ByteSource
{
    private const int WindowSize = 16 * 1024;

    private readonly SafeFileHandle _handle;
    private byte[]? _window = ArrayPool<byte>.Shared.Rent(WindowSize);
    private long _windowStart;
    private int _windowLength;

    private FileBytes(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    public override string Path { get; }

    /// <summary>In bytes, when the file was opened.</summary>
    public override long Length { get; }

    /// <exception cref="InputException">There is no such file, or it may not be read.</exception>
    public static FileBytes Open(string path)
    {
        try
        {
            return new FileBytes(path, File.OpenHandle(path, options: FileOptions.RandomAccess));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"{path} cannot be read: {e.Message}", e);
        }
    }

    public override void Read(long offset, Span<byte> destination, string? member)
    {
        ObjectDisposedException.ThrowIf(_window is null, this);
        if (destination.Length >= WindowSize / 2)
        {
            ReadFile(offset, destination, member);
            return;
        }

        if (offset < _windowStart || offset + destination.Length > _windowStart + _windowLength)
        {
            var length = (int)Math.Min(WindowSize, Length - offset);
            _windowLength = 0;
            ReadFile(offset, _window.AsSpan(0, length), member);
            (_windowStart, _windowLength) = (offset, length);
        }

        _window.AsSpan((int)(offset - _windowStart), destination.Length).CopyTo(destination);
    }

    protected override void Dispose(bool disposing)
    {
        _handle.Dispose();
        if (Interlocked.Exchange(ref _window, null) is { } window) ArrayPool<byte>.Shared.Return(window);
    }

    private void ReadFile(long offset, Span<byte> destination, string? member)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0)
            {
                throw new ArchiveFormatException(Path, member, offset, $"{destination.Length} more bytes", "the end of the file");
            }

            destination = destination[read..];
            offset += read;
        }
    }
}
