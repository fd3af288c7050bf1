//! Strings, UTF-8 in a buffer.

use crate::buffer::RustBuffer;
use crate::status::RustCallStatus;

#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_version(status: &mut RustCallStatus) -> RustBuffer {
    status.call(|| RustBuffer::from_vec(b"0.0.1".to_vec()))
}

#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_greet(name: RustBuffer, status: &mut RustCallStatus) -> RustBuffer {
    status.call(|| RustBuffer::from_vec(format!("Hello, {}!", name.into_string()).into_bytes()))
}

/// The same bytes, the last first.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_reverse(bytes: RustBuffer, status: &mut RustCallStatus) -> RustBuffer {
    status.call(|| {
        let mut bytes = bytes.into_vec();
        bytes.reverse();
        RustBuffer::from_vec(bytes)
    })
}
