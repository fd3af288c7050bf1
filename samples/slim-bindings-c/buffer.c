/* Buffers, text, memory: what buffer.rs, text.rs and memory.rs do. */
#include "slim_bindings.h"

static RustBuffer buffer_alloc(size_t size) {
    RustBuffer buffer = {size, size, size == 0 ? NULL : malloc(size)};
    return buffer;
}

RustBuffer slim_c_buffer_of(const void *bytes, size_t size) {
    RustBuffer buffer = buffer_alloc(size);
    if (size > 0) memcpy(buffer.data, bytes, size);
    return buffer;
}

RustBuffer slim_c_buffer_join(const char *before, RustBuffer consumed, const char *after) {
    size_t first = strlen(before), last = strlen(after);
    RustBuffer buffer = buffer_alloc(first + consumed.len + last);
    if (first > 0) memcpy(buffer.data, before, first);
    if (consumed.len > 0) memcpy(buffer.data + first, consumed.data, consumed.len);
    if (last > 0) memcpy(buffer.data + first + consumed.len, after, last);
    slim_c_buffer_free(consumed);
    return buffer;
}

void slim_c_buffer_free(RustBuffer buffer) {
    free(buffer.data);
}

void slim_c_fail(RustCallStatus *status, int8_t code, RustBuffer message) {
    status->code = code;
    status->error = message;
}

EXPORT RustBuffer ffi_slim_bindings_rustbuffer_alloc(uint64_t size, RustCallStatus *status) {
    RustBuffer buffer = buffer_alloc(size);
    for (uint64_t index = 0; index < size; index++) buffer.data[index] = 0;
    status->code = SUCCESS;
    return buffer;
}

EXPORT RustBuffer ffi_slim_bindings_rustbuffer_reserve(RustBuffer buffer, uint64_t additional, RustCallStatus *status) {
    if (buffer.capacity - buffer.len < additional) {
        buffer.capacity = buffer.len + additional;
        buffer.data = realloc(buffer.data, buffer.capacity);
    }
    status->code = SUCCESS;
    return buffer;
}

EXPORT void ffi_slim_bindings_rustbuffer_free(RustBuffer buffer, RustCallStatus *status) {
    slim_c_buffer_free(buffer);
    status->code = SUCCESS;
}

EXPORT uint64_t uniffi_slim_bindings_fn_func_allocate(uint32_t count, RustCallStatus *status) {
    uint64_t sum = 0;
    uint8_t **blocks = malloc((count + 1) * sizeof *blocks);
    for (uint32_t number = 1; number <= count; number++) {
        blocks[number] = malloc(number);
        for (uint32_t index = 0; index < number; index++) blocks[number][index] = (uint8_t)number;
    }
    for (uint32_t number = 1; number <= count; number++) {
        for (uint32_t index = 0; index < number; index++) sum += blocks[number][index];
        free(blocks[number]);
    }
    free(blocks);
    status->code = SUCCESS;
    return sum;
}

EXPORT RustBuffer uniffi_slim_bindings_fn_func_version(RustCallStatus *status) {
    status->code = SUCCESS;
    return slim_c_buffer_of("0.0.1", 5);
}

EXPORT RustBuffer uniffi_slim_bindings_fn_func_greet(RustBuffer name, RustCallStatus *status) {
    status->code = SUCCESS;
    return slim_c_buffer_join("Hello, ", name, "!");
}

EXPORT RustBuffer uniffi_slim_bindings_fn_func_reverse(RustBuffer bytes, RustCallStatus *status) {
    for (uint64_t low = 0; low < bytes.len / 2; low++) {
        uint8_t byte = bytes.data[low];
        bytes.data[low] = bytes.data[bytes.len - 1 - low];
        bytes.data[bytes.len - 1 - low] = byte;
    }
    status->code = SUCCESS;
    return bytes;
}
