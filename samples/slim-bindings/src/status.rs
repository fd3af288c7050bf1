//! How a call ended: no panic ever crosses the boundary.

use crate::buffer::RustBuffer;
use std::any::Any;
use std::panic::{catch_unwind, AssertUnwindSafe};

const SUCCESS: i8 = 0;
const ERROR: i8 = 1;
const UNEXPECTED_ERROR: i8 = 2;

/// UniFFI's call status: the code, and for an error its text.
#[repr(C)]
pub struct RustCallStatus {
    code: i8,
    error: RustBuffer,
}

impl RustCallStatus {
    /// Runs the body of an exported function; a panic in it becomes the status `UNEXPECTED_ERROR` and its message.
    pub fn call<T: Default>(&mut self, body: impl FnOnce() -> T) -> T {
        self.try_call(|| Ok(body()))
    }

    /// The same for a body that may also fail in a way that its caller expects.
    pub fn try_call<T: Default>(&mut self, body: impl FnOnce() -> Result<T, String>) -> T {
        let (code, message) = match catch_unwind(AssertUnwindSafe(body)) {
            Ok(Ok(value)) => {
                self.code = SUCCESS;
                return value;
            }
            Ok(Err(message)) => (ERROR, message),
            Err(panic) => (UNEXPECTED_ERROR, message_of(panic.as_ref())),
        };
        self.code = code;
        self.error = RustBuffer::from_vec(message.into_bytes());
        T::default()
    }
}

/// The text that a panic was given.
pub fn message_of(panic: &(dyn Any + Send)) -> String {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text.to_string(),
        (_, Some(text)) => text.clone(),
        _ => "a panic without a message".to_string(),
    }
}
