//! What UniFFI's bindings check when they load a library: its contract version and a checksum per function.

/// 32-bit FNV-1a.
pub const fn fnv1a(bytes: &[u8]) -> u32 {
    let mut hash = 0x811c_9dc5u32;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u32).wrapping_mul(0x0100_0193);
        index += 1;
    }
    hash
}

/// Both halves of the name's hash, folded into one.
pub const fn checksum(name: &str) -> u16 {
    let hash = fnv1a(name.as_bytes());
    (hash >> 16) as u16 ^ hash as u16
}

pub const CONTRACT_VERSION: u32 = 30;

/// Metadata that UniFFI's generator reads from the library; nothing reads it at run time.
#[no_mangle]
pub static UNIFFI_META_SLIM_BINDINGS_FUNC_ADD: [u8; 18] = *b"\x00slim_bindings\x03add";

#[no_mangle]
pub extern "C" fn ffi_slim_bindings_uniffi_contract_version() -> u32 {
    CONTRACT_VERSION
}

#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_checksum_func_add() -> u16 {
    checksum("add")
}

#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_checksum_func_greet() -> u16 {
    checksum("greet")
}

#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_checksum_func_panic_below() -> u16 {
    checksum("panic_below")
}

/// UniFFI writes one such function per crate so that linkers keep the crate's exports; calling it does nothing.
#[no_mangle]
pub extern "C" fn slim_sample_uniffi_reexport_hack() {}
