//! Threads of the library's own.

use crate::status::RustCallStatus;
use std::thread;

/// Sums 1 to `threads * each`, every thread its own `each` numbers.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_sum_on_threads(
    threads: u32,
    each: u64,
    status: &mut RustCallStatus,
) -> u64 {
    status.call(|| {
        let running: Vec<_> = (0..u64::from(threads))
            .map(|index| thread::spawn(move || (index * each + 1..=(index + 1) * each).sum::<u64>()))
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).sum()
    })
}
