//! Bytes across the boundary. Whoever receives a buffer owns it: an argument is consumed, a result is freed by the caller.

use crate::status::RustCallStatus;
use std::mem::ManuallyDrop;

/// UniFFI's buffer: a `Vec<u8>` taken apart.
#[repr(C)]
pub struct RustBuffer {
    capacity: u64,
    len: u64,
    data: *mut u8,
}

impl RustBuffer {
    pub fn from_vec(bytes: Vec<u8>) -> Self {
        let mut bytes = ManuallyDrop::new(bytes);
        RustBuffer { capacity: bytes.capacity() as u64, len: bytes.len() as u64, data: bytes.as_mut_ptr() }
    }

    pub fn into_vec(self) -> Vec<u8> {
        if self.data.is_null() {
            return Vec::new();
        }
        assert!(self.len <= self.capacity, "a buffer of {} bytes in {}", self.len, self.capacity);
        // SAFETY: the caller hands back what `from_vec` gave out, once.
        unsafe { Vec::from_raw_parts(self.data, self.len as usize, self.capacity as usize) }
    }

    pub fn into_string(self) -> String {
        String::from_utf8(self.into_vec()).expect("a string that is not UTF-8")
    }
}

impl Default for RustBuffer {
    fn default() -> Self {
        RustBuffer::from_vec(Vec::new())
    }
}

/// A buffer of `size` zero bytes.
#[no_mangle]
pub extern "C" fn ffi_slim_bindings_rustbuffer_alloc(size: u64, status: &mut RustCallStatus) -> RustBuffer {
    status.call(|| RustBuffer::from_vec(vec![0; size as usize]))
}

/// The same bytes with room for `additional` more.
#[no_mangle]
pub extern "C" fn ffi_slim_bindings_rustbuffer_reserve(
    buffer: RustBuffer,
    additional: u64,
    status: &mut RustCallStatus,
) -> RustBuffer {
    status.call(|| {
        let mut bytes = buffer.into_vec();
        bytes.reserve(additional as usize);
        RustBuffer::from_vec(bytes)
    })
}

#[no_mangle]
pub extern "C" fn ffi_slim_bindings_rustbuffer_free(buffer: RustBuffer, status: &mut RustCallStatus) {
    status.call(|| drop(buffer.into_vec()))
}
