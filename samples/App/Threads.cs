namespace SlimSample;

/// <summary>The library's threads, its thread-locals, and the constructors that ran before <c>main</c>.</summary>
internal static unsafe class Threads
{
    public static void Check(Checks checks)
    {
        var status = default(RustCallStatus);
        checks.Equal("constructors in their order", 12u, Native.uniffi_slim_bindings_fn_func_constructor_runs(&status));
        checks.Equal("sum on threads", 8_000ul * 8_001 / 2, Native.uniffi_slim_bindings_fn_func_sum_on_threads(8, 1_000, &status));

        checks.Equal("thread-local, first call", 1u, Native.uniffi_slim_bindings_fn_func_thread_local_next(&status));
        checks.Equal(
            "thread-local, two threads", 3ul << 32 | 5, Native.uniffi_slim_bindings_fn_func_thread_local_on_two_threads(3, 5, &status));
        checks.Equal("thread-local, managed thread", 1u, OnThread());
        checks.Equal("thread-local, second call", 2u, Native.uniffi_slim_bindings_fn_func_thread_local_next(&status));
        checks.Equal("thread-local destructors", 4u, Native.uniffi_slim_bindings_fn_func_thread_local_destructors(4, &status));
    }

    private static uint OnThread()
    {
        uint answer = 0;
        var thread = new Thread(() =>
        {
            var status = default(RustCallStatus);
            answer = Native.uniffi_slim_bindings_fn_func_thread_local_next(&status);
        });
        thread.Start();
        thread.Join();
        return answer;
    }
}
