/* Contract, checksums and the second crate's exports: what metadata.rs and rpc.rs do. */
#include "slim_bindings.h"

EXPORT const uint8_t UNIFFI_META_SLIM_BINDINGS_FUNC_ADD[18] = "\0slim_bindings\3add";

uint32_t slim_c_fnv1a(const uint8_t *bytes, size_t size) {
    uint32_t hash = 0x811c9dc5;
    for (size_t index = 0; index < size; index++) hash = (hash ^ bytes[index]) * 0x01000193;
    return hash;
}

static uint16_t checksum(const char *name) {
    uint32_t hash = slim_c_fnv1a((const uint8_t *)name, strlen(name));
    return (uint16_t)(hash >> 16 ^ hash);
}

EXPORT uint32_t ffi_slim_bindings_uniffi_contract_version(void) {
    return 30;
}

EXPORT uint16_t uniffi_slim_bindings_checksum_func_add(void) {
    return checksum("add");
}

EXPORT uint16_t uniffi_slim_bindings_checksum_func_greet(void) {
    return checksum("greet");
}

EXPORT uint16_t uniffi_slim_bindings_checksum_func_panic_below(void) {
    return checksum("panic_below");
}

EXPORT void slim_sample_uniffi_reexport_hack(void) {
}

EXPORT uint32_t ffi_slim_rpc_uniffi_contract_version(void) {
    return 30;
}

EXPORT uint32_t uniffi_slim_rpc_fn_func_method_id(RustBuffer name, RustCallStatus *status) {
    uint32_t hash = slim_c_fnv1a(name.data, name.len);
    slim_c_buffer_free(name);
    status->code = SUCCESS;
    return hash;
}

EXPORT uint16_t uniffi_slim_rpc_checksum_func_method_id(void) {
    return checksum("method_id");
}
