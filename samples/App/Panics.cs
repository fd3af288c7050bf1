namespace SlimSample;

/// <summary>Panics stop at the boundary, and unwinding has run the destructors on the way there.</summary>
internal static unsafe class Panics
{
    public static void Check(Checks checks)
    {
        var status = default(RustCallStatus);
        uint before = Native.uniffi_slim_bindings_fn_func_guards_dropped(&status);
        Native.uniffi_slim_bindings_fn_func_panic_below(5, RustBuffer.Of("out of slime"), &status);
        checks.Equal("panic, status", 2, status.Code);
        checks.Equal("panic, message", "sample: out of slime", status.Error.TakeText());
        checks.Equal("panic, guards dropped", 5u, Native.uniffi_slim_bindings_fn_func_guards_dropped(&status) - before);
        checks.Equal("after a panic, status", 0, status.Code);
        checks.Equal(
            "panic on thread", "sample: elsewhere",
            Native.uniffi_slim_bindings_fn_func_panic_on_thread(RustBuffer.Of("elsewhere"), &status).TakeText());
        checks.Equal("panic on thread, guards dropped", 6u, Native.uniffi_slim_bindings_fn_func_guards_dropped(&status) - before);
    }
}
