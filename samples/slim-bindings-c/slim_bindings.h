/* The C twin of the crate slim-bindings, for targets that no Rust std is to be had for: the same exports, the same answers.
 *
 * No header of the target's system is needed: what comes from its C library is declared here by hand. Panics are answered
 * without any unwinding, by the same status and message; the guards that unwinding would have dropped are counted.
 */
#ifndef SLIM_BINDINGS_H
#define SLIM_BINDINGS_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define EXPORT
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* From the target's C library and libm. */
void *malloc(size_t size);
void *realloc(void *block, size_t size);
void free(void *block);
void *memcpy(void *to, const void *from, size_t size);
size_t strlen(const char *text);
double sin(double angle);
double pow(double base, double exponent);
double fma(double a, double b, double c);

/* UniFFI's buffer, status and codes: see buffer.rs and status.rs of the crate. */
typedef struct {
    uint64_t capacity;
    uint64_t len;
    uint8_t *data;
} RustBuffer;

typedef struct {
    int8_t code;
    RustBuffer error;
} RustCallStatus;

enum { SUCCESS = 0, ERROR = 1, UNEXPECTED_ERROR = 2 };

RustBuffer slim_c_buffer_of(const void *bytes, size_t size);
RustBuffer slim_c_buffer_join(const char *before, RustBuffer consumed, const char *after);
void slim_c_buffer_free(RustBuffer buffer);
void slim_c_fail(RustCallStatus *status, int8_t code, RustBuffer message);
uint32_t slim_c_fnv1a(const uint8_t *bytes, size_t size);

/* Threads, as much as the sample needs. */
typedef struct {
    uint64_t (*body)(void *argument);
    void *argument;
    uint64_t answer;
    void *handle;
} Thread;

void slim_c_thread_start(Thread *thread, uint64_t (*body)(void *argument), void *argument);
uint64_t slim_c_thread_join(Thread *thread);
void slim_c_thread_yield(void);

/* A thread-local value of which a destructor is told when its thread ends. */
void slim_c_thread_value_hold(void *value, void (*destroy)(void *value));

#endif
