//! The allocator: small and large blocks, growth, alignment above malloc's own.

use crate::status::RustCallStatus;

#[repr(align(256))]
#[derive(Clone)]
struct Aligned(u8);

/// Allocates `count` blocks of 1, 2, 3 ... bytes, fills each with its number, and sums all bytes. Returns 0 where an
/// aligned block is not aligned.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_allocate(count: u32, status: &mut RustCallStatus) -> u64 {
    status.call(|| {
        let mut blocks = Vec::new();
        for number in 1..=count {
            blocks.push(vec![number as u8; number as usize].into_boxed_slice());
        }
        let aligned = vec![Aligned(1); 3];
        if aligned.iter().any(|block| block as *const Aligned as usize % 256 != 0 || block.0 != 1) {
            return 0;
        }
        blocks.iter().flat_map(|block| block.iter()).map(|&byte| u64::from(byte)).sum()
    })
}
