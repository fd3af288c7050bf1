//! A constructor that the loader runs before `main`: lost where a linker drops the section that only the loader reads.

use crate::status::RustCallStatus;
use std::sync::atomic::{AtomicU32, Ordering};

static RUNS: AtomicU32 = AtomicU32::new(0);

extern "C" fn construct() {
    RUNS.fetch_add(1, Ordering::SeqCst);
}

#[used]
#[cfg_attr(target_vendor = "apple", link_section = "__DATA,__mod_init_func")]
#[cfg_attr(windows, link_section = ".CRT$XCU")]
#[cfg_attr(not(any(windows, target_vendor = "apple")), link_section = ".init_array")]
static CONSTRUCTOR: extern "C" fn() = construct;

/// How often the constructor ran: once.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_constructor_runs(status: &mut RustCallStatus) -> u32 {
    status.call(|| RUNS.load(Ordering::SeqCst))
}
