//! Calls back into the program that called.

use crate::status::RustCallStatus;
use std::thread;

/// `context` is handed through untouched.
type Callback = extern "C" fn(context: u64, value: i32) -> i32;

/// Calls back on the calling thread.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_call_back(
    callback: Callback,
    context: u64,
    value: i32,
    status: &mut RustCallStatus,
) -> i32 {
    status.call(|| callback(context, value))
}

/// Calls back with 1 to `times` from a thread of the library, which the program has never seen, and sums the answers.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_call_back_from_thread(
    callback: Callback,
    context: u64,
    times: i32,
    status: &mut RustCallStatus,
) -> i32 {
    status.call(|| thread::spawn(move || (1..=times).map(|value| callback(context, value)).sum()).join().unwrap())
}
