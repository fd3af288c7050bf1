using System.Runtime.InteropServices;

namespace SlimSample;

/// <summary>Every function that the library exports.</summary>
internal static unsafe partial class Native
{
    private const string Library = "slim_bindings";

    [LibraryImport(Library)] public static partial uint ffi_slim_bindings_uniffi_contract_version();
    [LibraryImport(Library)] public static partial RustBuffer ffi_slim_bindings_rustbuffer_alloc(ulong size, RustCallStatus* status);
    [LibraryImport(Library)] public static partial RustBuffer ffi_slim_bindings_rustbuffer_reserve(
        RustBuffer buffer, ulong additional, RustCallStatus* status);
    [LibraryImport(Library)] public static partial void ffi_slim_bindings_rustbuffer_free(RustBuffer buffer, RustCallStatus* status);
    [LibraryImport(Library)] public static partial uint ffi_slim_rpc_uniffi_contract_version();
    [LibraryImport(Library)] public static partial void slim_sample_uniffi_reexport_hack();

    [LibraryImport(Library)] public static partial ushort uniffi_slim_bindings_checksum_func_add();
    [LibraryImport(Library)] public static partial ushort uniffi_slim_bindings_checksum_func_greet();
    [LibraryImport(Library)] public static partial ushort uniffi_slim_bindings_checksum_func_panic_below();
    [LibraryImport(Library)] public static partial ushort uniffi_slim_rpc_checksum_func_method_id();

    [LibraryImport(Library)] public static partial long uniffi_slim_bindings_fn_func_add(long left, long right, RustCallStatus* status);
    [LibraryImport(Library)] public static partial ulong uniffi_slim_bindings_fn_func_allocate(uint count, RustCallStatus* status);
    [LibraryImport(Library)] public static partial int uniffi_slim_bindings_fn_func_call_back(
        delegate* unmanaged[Cdecl]<ulong, int, int> callback, ulong context, int value, RustCallStatus* status);
    [LibraryImport(Library)] public static partial int uniffi_slim_bindings_fn_func_call_back_from_thread(
        delegate* unmanaged[Cdecl]<ulong, int, int> callback, ulong context, int times, RustCallStatus* status);
    [LibraryImport(Library)] public static partial uint uniffi_slim_bindings_fn_func_constructor_runs(RustCallStatus* status);
    [LibraryImport(Library)] public static partial long uniffi_slim_bindings_fn_func_divide(long left, long right, RustCallStatus* status);
    [LibraryImport(Library)] public static partial double uniffi_slim_bindings_fn_func_fma(
        double a, double b, double c, RustCallStatus* status);
    [LibraryImport(Library)] public static partial RustBuffer uniffi_slim_bindings_fn_func_greet(RustBuffer name, RustCallStatus* status);
    [LibraryImport(Library)] public static partial uint uniffi_slim_bindings_fn_func_guards_dropped(RustCallStatus* status);
    [LibraryImport(Library)] public static partial uint uniffi_slim_bindings_fn_func_panic_below(
        uint frames, RustBuffer message, RustCallStatus* status);
    [LibraryImport(Library)] public static partial RustBuffer uniffi_slim_bindings_fn_func_panic_on_thread(
        RustBuffer message, RustCallStatus* status);
    [LibraryImport(Library)] public static partial double uniffi_slim_bindings_fn_func_pow(
        double x, double exponent, RustCallStatus* status);
    [LibraryImport(Library)] public static partial RustBuffer uniffi_slim_bindings_fn_func_reverse(
        RustBuffer bytes, RustCallStatus* status);
    [LibraryImport(Library)] public static partial double uniffi_slim_bindings_fn_func_sin(double angle, RustCallStatus* status);
    [LibraryImport(Library)] public static partial ulong uniffi_slim_bindings_fn_func_sum_on_threads(
        uint threads, ulong each, RustCallStatus* status);
    [LibraryImport(Library)] public static partial uint uniffi_slim_bindings_fn_func_thread_local_destructors(uint threads, RustCallStatus* status);
    [LibraryImport(Library)] public static partial uint uniffi_slim_bindings_fn_func_thread_local_next(RustCallStatus* status);
    [LibraryImport(Library)] public static partial ulong uniffi_slim_bindings_fn_func_thread_local_on_two_threads(
        uint first, uint second, RustCallStatus* status);
    [LibraryImport(Library)] public static partial RustBuffer uniffi_slim_bindings_fn_func_version(RustCallStatus* status);

    [LibraryImport(Library)] public static partial uint uniffi_slim_rpc_fn_func_method_id(RustBuffer name, RustCallStatus* status);
}
