//! A second crate's exports in the same library, as SLIM's RPC layer has them.

use crate::buffer::RustBuffer;
use crate::metadata::{checksum, fnv1a, CONTRACT_VERSION};
use crate::status::RustCallStatus;

#[no_mangle]
pub extern "C" fn ffi_slim_rpc_uniffi_contract_version() -> u32 {
    CONTRACT_VERSION
}

/// The number by which a method is called: a hash of its name.
#[no_mangle]
pub extern "C" fn uniffi_slim_rpc_fn_func_method_id(name: RustBuffer, status: &mut RustCallStatus) -> u32 {
    status.call(|| fnv1a(&name.into_vec()))
}

#[no_mangle]
pub extern "C" fn uniffi_slim_rpc_checksum_func_method_id() -> u16 {
    checksum("method_id")
}
