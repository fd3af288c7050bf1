//! Counts how often texts occur.

use std::collections::HashMap;
use std::panic::catch_unwind;

/// How often each text was added.
pub struct Tally(HashMap<Vec<u8>, u64>);

/// An empty tally; `tally_free` gives it back.
#[no_mangle]
pub extern "C" fn tally_new() -> *mut Tally {
    Box::into_raw(Box::new(Tally(HashMap::new())))
}

/// Adds a text; answers how often it was added by now.
///
/// # Safety
/// `tally` comes from `tally_new`, and `length` bytes can be read at `text`.
#[no_mangle]
pub unsafe extern "C" fn tally_add(tally: *mut Tally, text: *const u8, length: usize) -> u64 {
    let count = (*tally).0.entry(std::slice::from_raw_parts(text, length).to_vec()).or_insert(0);
    *count += 1;
    *count
}

/// How many different texts were added.
///
/// # Safety
/// `tally` comes from `tally_new`.
#[no_mangle]
pub unsafe extern "C" fn tally_len(tally: *const Tally) -> usize {
    (*tally).0.len()
}

/// # Safety
/// `tally` comes from `tally_new`, and is not used again.
#[no_mangle]
pub unsafe extern "C" fn tally_free(tally: *mut Tally) {
    drop(Box::from_raw(tally));
}

/// Panics and catches it: 1 when unwinding works in the program that the library was linked into.
#[no_mangle]
pub extern "C" fn tally_unwinds() -> u32 {
    catch_unwind(|| panic!("tally: a panic that is caught")).is_err() as u32
}
