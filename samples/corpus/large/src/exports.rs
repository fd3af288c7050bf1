//! The C functions. A panic does not cross them.

use crate::{documents, panics, plugins, runtime, text, traces, Answer};
use std::panic::{catch_unwind, UnwindSafe};

pub(crate) fn answer(work: impl FnOnce() -> Answer + UnwindSafe) -> i64 {
    match catch_unwind(work) {
        Ok(Ok(value)) => value,
        Ok(Err(failure)) => {
            eprintln!("{failure}");
            -1
        }
        Err(_) => -1,
    }
}

/// The sum of 1 to `count`, each added by a task of its own.
#[no_mangle]
pub extern "C" fn corpus_tasks(count: u32) -> i64 {
    answer(move || runtime::sum_in_tasks(count))
}

/// A document of `count` entries, written as JSON and read again: the sum of its values.
#[no_mangle]
pub extern "C" fn corpus_json(count: u32) -> i64 {
    answer(move || documents::round_trip(count))
}

/// How many of the words are dates.
#[no_mangle]
pub extern "C" fn corpus_regex() -> i64 {
    answer(text::count_dates)
}

/// How many of the events a filter lets through.
#[no_mangle]
pub extern "C" fn corpus_tracing() -> i64 {
    answer(traces::count_events)
}

/// What all plugins make of the value, one after the other; constructors registered them.
#[no_mangle]
pub extern "C" fn corpus_plugins(value: i64) -> i64 {
    answer(move || Ok(plugins::run_all(value)))
}

/// The number that a task panicked with.
#[no_mangle]
pub extern "C" fn corpus_panic(number: u32) -> i64 {
    answer(move || panics::caught(number))
}

/// The sum of what a server answered to `count` requests over one HTTP/2 connection.
#[cfg(feature = "net")]
#[no_mangle]
pub extern "C" fn corpus_http2(count: u32) -> i64 {
    answer(move || runtime::block_on(crate::http::over_tcp(count)))
}

/// The same over TLS.
#[cfg(feature = "tls")]
#[no_mangle]
pub extern "C" fn corpus_tls(count: u32) -> i64 {
    answer(move || runtime::block_on(crate::tls::over_tls(count)))
}

/// The sum of the bytes that came back over QUIC.
#[cfg(feature = "tls")]
#[no_mangle]
pub extern "C" fn corpus_quic(count: u32) -> i64 {
    answer(move || runtime::block_on(crate::quic::sum_of_bytes(count)))
}
