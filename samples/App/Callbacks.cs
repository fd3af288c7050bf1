using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SlimSample;

/// <summary>Calls from the library into this program, on this thread and on one of the library's own.</summary>
internal static unsafe class Callbacks
{
    private const ulong Context = 0xfeed_beef_0000_0001;

    private static int s_calls;
    private static int s_thread;

    public static void Check(Checks checks)
    {
        var status = default(RustCallStatus);
        checks.Equal("call back", 21 * 21, Native.uniffi_slim_bindings_fn_func_call_back(&Square, Context, 21, &status));
        checks.Equal("call back, on this thread", true, s_thread == Environment.CurrentManagedThreadId);

        s_calls = 0;
        int sum = Enumerable.Range(1, 10).Sum(value => value * value);
        checks.Equal(
            "call back from thread", sum, Native.uniffi_slim_bindings_fn_func_call_back_from_thread(&Square, Context, 10, &status));
        checks.Equal("call back from thread, calls", 10, s_calls);
        checks.Equal("call back from thread, on another", true, s_thread != Environment.CurrentManagedThreadId);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Square(ulong context, int value)
    {
        s_calls++;
        s_thread = Environment.CurrentManagedThreadId;
        return context == Context ? value * value : -1;
    }
}
