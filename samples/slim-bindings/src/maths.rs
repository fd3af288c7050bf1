//! Arithmetic, and the functions that come from the platform's libm.

use crate::status::RustCallStatus;

#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_add(left: i64, right: i64, status: &mut RustCallStatus) -> i64 {
    status.call(|| left.wrapping_add(right))
}

/// Divides; by zero it is an error that the caller expects: status 1 and its text.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_divide(left: i64, right: i64, status: &mut RustCallStatus) -> i64 {
    status.try_call(|| left.checked_div(right).ok_or_else(|| format!("cannot divide {} by {}", left, right)))
}

#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_sin(angle: f64, status: &mut RustCallStatus) -> f64 {
    status.call(|| angle.sin())
}

#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_pow(base: f64, exponent: f64, status: &mut RustCallStatus) -> f64 {
    status.call(|| base.powf(exponent))
}

/// `a * b + c`, rounded once.
#[no_mangle]
pub extern "C" fn uniffi_slim_bindings_fn_func_fma(a: f64, b: f64, c: f64, status: &mut RustCallStatus) -> f64 {
    status.call(|| a.mul_add(b, c))
}
