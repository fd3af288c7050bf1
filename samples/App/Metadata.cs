using System.Text;

namespace SlimSample;

/// <summary>What UniFFI's bindings ask a library before they use it.</summary>
internal static unsafe class Metadata
{
    public static void Check(Checks checks)
    {
        checks.Equal("contract version", 30u, Native.ffi_slim_bindings_uniffi_contract_version());
        checks.Equal("contract version of rpc", 30u, Native.ffi_slim_rpc_uniffi_contract_version());
        checks.Equal("checksum of add", Checksum("add"), Native.uniffi_slim_bindings_checksum_func_add());
        checks.Equal("checksum of greet", Checksum("greet"), Native.uniffi_slim_bindings_checksum_func_greet());
        checks.Equal("checksum of panic_below", Checksum("panic_below"), Native.uniffi_slim_bindings_checksum_func_panic_below());
        checks.Equal("checksum of method_id", Checksum("method_id"), Native.uniffi_slim_rpc_checksum_func_method_id());

        Native.slim_sample_uniffi_reexport_hack();

        var status = default(RustCallStatus);
        checks.Equal("version", "0.0.1", Native.uniffi_slim_bindings_fn_func_version(&status).TakeText());
        checks.Equal(
            "method id", Fnv1a("agntcy.slim/Publish"),
            Native.uniffi_slim_rpc_fn_func_method_id(RustBuffer.Of("agntcy.slim/Publish"), &status));
    }

    /// <summary>Both halves of the name's hash, folded into one.</summary>
    private static ushort Checksum(string name) => (ushort)(Fnv1a(name) >> 16 ^ Fnv1a(name));

    private static uint Fnv1a(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(0x811c9dc5u, (hash, next) => (hash ^ next) * 0x01000193u);
}
