//! Panics: caught at the boundary, and unwinding runs the destructors on the way.

use crate::buffer::RustBuffer;
use crate::status::{message_of, RustCallStatus};
use std::panic;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Once;
use std::thread;

static GUARDS_DROPPED: AtomicU32 = AtomicU32::new(0);
static QUIET: Once = Once::new();

struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        GUARDS_DROPPED.fetch_add(1, Ordering::SeqCst);
    }
}

/// Panics whose message starts like this are meant, and print nothing.
const MEANT: &str = "sample: ";

fn quietly() {
    QUIET.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let message = info.payload().downcast_ref::<String>();
            if !message.map_or(false, |text| text.starts_with(MEANT)) {
                print(info);
            }
        }));
    });
}

#[inline(never)]
fn descend(frames: u32, message: &str) -> u32 {
    let _guard = Guard;
    if frames <= 1 {
        panic!("{}{}", MEANT, message);
    }
    descend(frames - 1, message) + 1
}

/// Panics with `message` below `frames` frames that hold a guard each: status 2, the message, and so many more guards dropped.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_panic_below(
    frames: u32,
    message: RustBuffer,
    status: &mut RustCallStatus,
) -> u32 {
    quietly();
    status.call(|| descend(frames, &message.into_string()))
}

/// How many guards have been dropped since the program started.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_guards_dropped(status: &mut RustCallStatus) -> u32 {
    status.call(|| GUARDS_DROPPED.load(Ordering::SeqCst))
}

/// A thread of the library panics; joining it gives its message.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_panic_on_thread(
    message: RustBuffer,
    status: &mut RustCallStatus,
) -> RustBuffer {
    quietly();
    status.call(|| {
        let message = message.into_string();
        let caught = thread::spawn(move || descend(1, &message)).join().unwrap_err();
        RustBuffer::from_vec(message_of(caught.as_ref()).into_bytes())
    })
}
