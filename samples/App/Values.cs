namespace SlimSample;

/// <summary>Numbers, strings, buffers and errors across the boundary; the allocator and libm behind it.</summary>
internal static unsafe class Values
{
    public static void Check(Checks checks)
    {
        var status = default(RustCallStatus);
        checks.Equal("add", long.MinValue, Native.uniffi_slim_bindings_fn_func_add(long.MaxValue, 1, &status));
        checks.Equal("divide", -14, Native.uniffi_slim_bindings_fn_func_divide(-100, 7, &status));
        checks.Equal("divide, status", 0, status.Code);
        Native.uniffi_slim_bindings_fn_func_divide(-100, 0, &status);
        checks.Equal("divide by zero, status", 1, status.Code);
        checks.Equal("divide by zero, error", "cannot divide -100 by 0", status.Error.TakeText());

        checks.Close("sin", Math.Sin(0.5), Native.uniffi_slim_bindings_fn_func_sin(0.5, &status));
        checks.Close("pow", Math.Pow(1.7, -3.25), Native.uniffi_slim_bindings_fn_func_pow(1.7, -3.25, &status));
        // Rounded once this is 2^-60; rounded twice it is 0.
        double x = 1 + Math.ScaleB(1, -30);
        checks.Equal("fma", Math.ScaleB(1, -60), Native.uniffi_slim_bindings_fn_func_fma(x, x, -(1 + Math.ScaleB(1, -29)), &status));

        checks.Equal("greet", "Hello, żółw 🐢!", Native.uniffi_slim_bindings_fn_func_greet(RustBuffer.Of("żółw 🐢"), &status).TakeText());
        checks.Equal("greet nobody", "Hello, !", Native.uniffi_slim_bindings_fn_func_greet(default, &status).TakeText());

        byte[] bytes = [.. Enumerable.Range(0, 1_000_003).Select(index => (byte)(index % 251))];
        byte[] reversed = Native.uniffi_slim_bindings_fn_func_reverse(RustBuffer.Of(bytes), &status).Take();
        checks.Equal("reverse, bytes", bytes.Length, reversed.Length);
        checks.Equal("reverse, equal", true, bytes.Reverse().SequenceEqual(reversed));

        var buffer = Native.ffi_slim_bindings_rustbuffer_reserve(RustBuffer.Of("kept"), 100_000, &status);
        checks.Equal("reserve, room", true, buffer.Capacity >= 100_004);
        checks.Equal("reserve, bytes", "kept", buffer.TakeText());
        checks.Equal("free, status", 0, status.Code);

        ulong sum = Enumerable.Range(1, 1000).Aggregate(0ul, (total, size) => total + (ulong)size * (byte)size);
        checks.Equal("allocate", sum, Native.uniffi_slim_bindings_fn_func_allocate(1000, &status));
    }
}
