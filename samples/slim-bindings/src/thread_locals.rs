//! Thread-local storage: one value per thread, with a destructor that runs when its thread ends.

use crate::status::RustCallStatus;
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

thread_local! {
    static CALLS: Cell<u32> = Cell::new(0);
    static COUNTED: RefCell<Option<Counted>> = RefCell::new(None);
}

static DESTROYED: AtomicU32 = AtomicU32::new(0);

struct Counted;

impl Drop for Counted {
    fn drop(&mut self) {
        DESTROYED.fetch_add(1, Ordering::SeqCst);
    }
}

fn next() -> u32 {
    CALLS.with(|calls| {
        calls.set(calls.get() + 1);
        calls.get()
    })
}

/// How often the calling thread has called this, this call included.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_thread_local_next(status: &mut RustCallStatus) -> u32 {
    status.call(next)
}

/// Two threads count side by side, one to `first`, one to `second`: what each has counted, in the upper and lower half.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_thread_local_on_two_threads(
    first: u32,
    second: u32,
    status: &mut RustCallStatus,
) -> u64 {
    status.call(|| {
        let together = Arc::new(Barrier::new(2));
        let count = |times: u32| {
            let together = Arc::clone(&together);
            thread::spawn(move || {
                together.wait();
                let mut last = 0;
                for _ in 0..times {
                    last = next();
                }
                together.wait();
                last
            })
        };
        let (first, second) = (count(first), count(second));
        u64::from(first.join().unwrap()) << 32 | u64::from(second.join().unwrap())
    })
}

/// Starts `threads` threads that each hold a thread-local value, and counts the values destroyed once they have ended.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_thread_local_destructors(
    threads: u32,
    status: &mut RustCallStatus,
) -> u32 {
    status.call(|| {
        let before = DESTROYED.load(Ordering::SeqCst);
        let hold = || COUNTED.with(|value| *value.borrow_mut() = Some(Counted));
        let running: Vec<_> = (0..threads).map(|_| thread::spawn(hold)).collect();
        for thread in running {
            thread.join().unwrap();
        }
        DESTROYED.load(Ordering::SeqCst) - before
    })
}
