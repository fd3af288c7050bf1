//! Constructors that the loader runs before `main`, in an order that their sections' names tell: lost where a linker drops what only
//! the loader reads, and in another order where it sorts what it should not, or does not sort what it should.

use crate::status::RustCallStatus;
use std::sync::atomic::{AtomicU32, Ordering};

static RUNS: AtomicU32 = AtomicU32::new(0);

fn run(number: u32) {
    RUNS.store(RUNS.load(Ordering::SeqCst) * 10 + number, Ordering::SeqCst);
}

extern "C" fn construct_first() {
    run(1);
}

extern "C" fn construct_second() {
    run(2);
}

#[cfg(not(target_vendor = "apple"))]
#[used]
#[cfg_attr(windows, link_section = ".CRT$XCU")]
#[cfg_attr(not(windows), link_section = ".init_array.00102")]
static SECOND: extern "C" fn() = construct_second;

#[cfg(not(target_vendor = "apple"))]
#[used]
#[cfg_attr(windows, link_section = ".CRT$XCT")]
#[cfg_attr(not(windows), link_section = ".init_array.00101")]
static FIRST: extern "C" fn() = construct_first;

/// Mach-O has one section of them, which dyld reads from its beginning.
#[cfg(target_vendor = "apple")]
#[used]
#[link_section = "__DATA,__mod_init_func"]
static BOTH: [extern "C" fn(); 2] = [construct_first, construct_second];

/// Which constructors ran, a digit each: 12.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_constructor_runs(status: &mut RustCallStatus) -> u32 {
    status.call(|| RUNS.load(Ordering::SeqCst))
}
