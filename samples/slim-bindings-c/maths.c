/* Arithmetic, panics and callbacks: what maths.rs, panics.rs and callbacks.rs do. */
#include "slim_bindings.h"

EXPORT int64_t uniffi_slim_bindings_fn_func_add(int64_t left, int64_t right, RustCallStatus *status) {
    status->code = SUCCESS;
    return (int64_t)((uint64_t)left + (uint64_t)right);
}

static RustBuffer decimal(int64_t value) {
    char digits[20];
    size_t start = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do digits[--start] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0) digits[--start] = '-';
    return slim_c_buffer_of(digits + start, sizeof digits - start);
}

EXPORT int64_t uniffi_slim_bindings_fn_func_divide(int64_t left, int64_t right, RustCallStatus *status) {
    if (right == 0 || (right == -1 && left == INT64_MIN)) {
        RustBuffer message = slim_c_buffer_join("cannot divide ", decimal(left), right == 0 ? " by 0" : " by -1");
        slim_c_fail(status, ERROR, message);
        return 0;
    }
    status->code = SUCCESS;
    return left / right;
}

EXPORT double uniffi_slim_bindings_fn_func_sin(double angle, RustCallStatus *status) {
    status->code = SUCCESS;
    return sin(angle);
}

EXPORT double uniffi_slim_bindings_fn_func_pow(double base, double exponent, RustCallStatus *status) {
    status->code = SUCCESS;
    return pow(base, exponent);
}

EXPORT double uniffi_slim_bindings_fn_func_fma(double a, double b, double c, RustCallStatus *status) {
    status->code = SUCCESS;
    return fma(a, b, c);
}

/* In place of the unwinder: the guards it would have dropped. */
static uint32_t guards_dropped;

static RustBuffer panic_below(uint32_t frames, RustBuffer message) {
    __atomic_fetch_add(&guards_dropped, frames == 0 ? 1 : frames, __ATOMIC_SEQ_CST);
    return slim_c_buffer_join("sample: ", message, "");
}

EXPORT uint32_t uniffi_slim_bindings_fn_func_panic_below(uint32_t frames, RustBuffer message, RustCallStatus *status) {
    slim_c_fail(status, UNEXPECTED_ERROR, panic_below(frames, message));
    return 0;
}

EXPORT uint32_t uniffi_slim_bindings_fn_func_guards_dropped(RustCallStatus *status) {
    status->code = SUCCESS;
    return __atomic_load_n(&guards_dropped, __ATOMIC_SEQ_CST);
}

static uint64_t panic_here(void *argument) {
    RustBuffer *message = argument;
    *message = panic_below(1, *message);
    return 0;
}

EXPORT RustBuffer uniffi_slim_bindings_fn_func_panic_on_thread(RustBuffer message, RustCallStatus *status) {
    Thread thread;
    slim_c_thread_start(&thread, panic_here, &message);
    slim_c_thread_join(&thread);
    status->code = SUCCESS;
    return message;
}

typedef int32_t (*Callback)(uint64_t context, int32_t value);

EXPORT int32_t uniffi_slim_bindings_fn_func_call_back(Callback callback, uint64_t context, int32_t value,
                                                      RustCallStatus *status) {
    status->code = SUCCESS;
    return callback(context, value);
}

typedef struct {
    Callback callback;
    uint64_t context;
    int32_t times;
} Calls;

static uint64_t call_back(void *argument) {
    Calls *calls = argument;
    uint32_t sum = 0;
    for (int32_t value = 1; value <= calls->times; value++) sum += (uint32_t)calls->callback(calls->context, value);
    return sum;
}

EXPORT int32_t uniffi_slim_bindings_fn_func_call_back_from_thread(Callback callback, uint64_t context, int32_t times,
                                                                  RustCallStatus *status) {
    Calls calls = {callback, context, times};
    Thread thread;
    slim_c_thread_start(&thread, call_back, &calls);
    status->code = SUCCESS;
    return (int32_t)slim_c_thread_join(&thread);
}
