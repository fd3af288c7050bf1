using System.Runtime.InteropServices;
using System.Text;

namespace SlimSample;

/// <summary>Bytes that the library owns; handing a buffer to a function gives it away.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RustBuffer
{
    public ulong Capacity;
    public ulong Length;
    public byte* Data;

    public static RustBuffer Of(ReadOnlySpan<byte> bytes)
    {
        var status = default(RustCallStatus);
        var buffer = Native.ffi_slim_bindings_rustbuffer_alloc((ulong)bytes.Length, &status);
        bytes.CopyTo(new Span<byte>(buffer.Data, bytes.Length));
        return buffer;
    }

    public static RustBuffer Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes; the buffer is freed.</summary>
    public readonly byte[] Take()
    {
        byte[] bytes = new ReadOnlySpan<byte>(Data, checked((int)Length)).ToArray();
        var status = default(RustCallStatus);
        Native.ffi_slim_bindings_rustbuffer_free(this, &status);
        return bytes;
    }

    public readonly string TakeText() => Encoding.UTF8.GetString(Take());
}

/// <summary>How a call ended: 0 well, 1 with an error that is part of the function, 2 with a panic.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RustCallStatus
{
    public sbyte Code;
    public RustBuffer Error;
}
