/*
 * What the C# program beside this one asks, in C: for platforms that no NativeAOT program can be linked for. It is linked with
 * what the package holds and nothing else, and no header of the system is needed: what it takes from there is declared here.
 */
#include <stddef.h>
#include <stdint.h>

int printf(const char *format, ...);
int fflush(void *stream);
int memcmp(const void *one, const void *other, size_t size);
size_t strlen(const char *text);

typedef struct { uint64_t capacity, length; uint8_t *data; } Buffer;
typedef struct { int8_t code; Buffer error; } Status;
typedef int32_t (*Callback)(uint64_t context, int32_t value);

uint32_t ffi_slim_bindings_uniffi_contract_version(void);
Buffer ffi_slim_bindings_rustbuffer_alloc(uint64_t, Status *);
Buffer ffi_slim_bindings_rustbuffer_reserve(Buffer, uint64_t, Status *);
void ffi_slim_bindings_rustbuffer_free(Buffer, Status *);
uint32_t ffi_slim_rpc_uniffi_contract_version(void);
void slim_sample_uniffi_reexport_hack(void);
uint16_t uniffi_slim_bindings_checksum_func_add(void);
uint16_t uniffi_slim_bindings_checksum_func_greet(void);
uint16_t uniffi_slim_bindings_checksum_func_panic_below(void);
uint16_t uniffi_slim_rpc_checksum_func_method_id(void);
int64_t uniffi_slim_bindings_fn_func_add(int64_t, int64_t, Status *);
int64_t uniffi_slim_bindings_fn_func_divide(int64_t, int64_t, Status *);
double uniffi_slim_bindings_fn_func_sin(double, Status *);
double uniffi_slim_bindings_fn_func_pow(double, double, Status *);
double uniffi_slim_bindings_fn_func_fma(double, double, double, Status *);
uint64_t uniffi_slim_bindings_fn_func_allocate(uint32_t, Status *);
int32_t uniffi_slim_bindings_fn_func_call_back(Callback, uint64_t, int32_t, Status *);
int32_t uniffi_slim_bindings_fn_func_call_back_from_thread(Callback, uint64_t, int32_t, Status *);
uint32_t uniffi_slim_bindings_fn_func_constructor_runs(Status *);
uint64_t uniffi_slim_bindings_fn_func_sum_on_threads(uint32_t, uint64_t, Status *);
uint32_t uniffi_slim_bindings_fn_func_thread_local_next(Status *);
uint64_t uniffi_slim_bindings_fn_func_thread_local_on_two_threads(uint32_t, uint32_t, Status *);
uint32_t uniffi_slim_bindings_fn_func_thread_local_destructors(uint32_t, Status *);
uint32_t uniffi_slim_bindings_fn_func_guards_dropped(Status *);
uint32_t uniffi_slim_bindings_fn_func_panic_below(uint32_t, Buffer, Status *);
Buffer uniffi_slim_bindings_fn_func_panic_on_thread(Buffer, Status *);
Buffer uniffi_slim_bindings_fn_func_version(Status *);
Buffer uniffi_slim_bindings_fn_func_greet(Buffer, Status *);
Buffer uniffi_slim_bindings_fn_func_reverse(Buffer, Status *);
uint32_t uniffi_slim_rpc_fn_func_method_id(Buffer, Status *);

static int passed, failed;
static const char *names_of_failed[64];
static Status status;

/* The line is out before the next call, which may end the program. */
static void that(const char *name, int right) {
    if (right) passed++;
    else names_of_failed[failed++] = name;
    printf("%s %s\n", right ? "ok " : "FAILED", name);
    fflush(NULL);
}

static void equal(const char *name, long long expected, long long actual) {
    that(name, expected == actual);
    if (expected != actual) printf("  expected %lld, got %lld\n", expected, actual);
}

/* The buffer is freed. */
static void text(const char *name, const char *expected, Buffer actual) {
    size_t length = strlen(expected);
    int right = actual.length == length && memcmp(actual.data, expected, length) == 0;
    that(name, right);
    if (!right) printf("  expected '%s', got '%.*s'\n", expected, (int)actual.length, (const char *)actual.data);
    ffi_slim_bindings_rustbuffer_free(actual, &status);
}

/* Volatile, so that no compiler makes a call of memset of it, or of memcpy. */
static Buffer of(const char *bytes) {
    size_t length = strlen(bytes);
    Buffer buffer = ffi_slim_bindings_rustbuffer_alloc(length, &status);
    for (size_t index = 0; index < length; index++) ((volatile uint8_t *)buffer.data)[index] = (uint8_t)bytes[index];
    return buffer;
}

static int near(double expected, double actual) {
    double difference = expected < actual ? actual - expected : expected - actual;
    return difference <= 1e-14 * (expected < 0 ? -expected : expected);
}

static void metadata(void) {
    equal("contract version", 30, ffi_slim_bindings_uniffi_contract_version());
    equal("contract version of the second crate", 30, ffi_slim_rpc_uniffi_contract_version());
    equal("checksum of add", 10573, uniffi_slim_bindings_checksum_func_add());
    equal("checksum of greet", 6231, uniffi_slim_bindings_checksum_func_greet());
    equal("checksum of panic_below", 63350, uniffi_slim_bindings_checksum_func_panic_below());
    equal("checksum of method_id", 35197, uniffi_slim_rpc_checksum_func_method_id());
    slim_sample_uniffi_reexport_hack();
    text("version", "0.0.1", uniffi_slim_bindings_fn_func_version(&status));
    uint32_t hash = 0x811c9dc5;
    for (const char *next = "agntcy.slim/Publish"; *next; next++) hash = (hash ^ (uint8_t)*next) * 0x01000193;
    equal("method id", hash, uniffi_slim_rpc_fn_func_method_id(of("agntcy.slim/Publish"), &status));
}

static void values(void) {
    equal("add", INT64_MIN, uniffi_slim_bindings_fn_func_add(INT64_MAX, 1, &status));
    equal("divide", -14, uniffi_slim_bindings_fn_func_divide(-100, 7, &status));
    equal("divide, status", 0, status.code);
    uniffi_slim_bindings_fn_func_divide(-100, 0, &status);
    equal("divide by zero, status", 1, status.code);
    text("divide by zero, error", "cannot divide -100 by 0", status.error);
    that("sin", near(0.479425538604203, uniffi_slim_bindings_fn_func_sin(0.5, &status)));
    that("pow", near(0.1782547065280193, uniffi_slim_bindings_fn_func_pow(1.7, -3.25, &status)));
    /* Rounded once this is 2^-60; rounded twice it is 0. */
    that("fma", uniffi_slim_bindings_fn_func_fma(1 + 0x1p-30, 1 + 0x1p-30, -(1 + 0x1p-29), &status) == 0x1p-60);

    text("greet", "Hello, żółw 🐢!", uniffi_slim_bindings_fn_func_greet(of("żółw 🐢"), &status));
    text("greet nobody", "Hello, !", uniffi_slim_bindings_fn_func_greet((Buffer){0, 0, NULL}, &status));
    text("reverse", "tac a", uniffi_slim_bindings_fn_func_reverse(of("a cat"), &status));
    Buffer room = ffi_slim_bindings_rustbuffer_reserve(of("kept"), 100000, &status);
    that("reserve, room", room.capacity >= 100004);
    text("reserve, bytes", "kept", room);
    equal("free, status", 0, status.code);
    long long sum = 0;
    for (int size = 1; size <= 1000; size++) sum += size * (long long)(uint8_t)size;
    equal("allocate", sum, (long long)uniffi_slim_bindings_fn_func_allocate(1000, &status));
}

static void threads(void) {
    equal("constructors in their order", 12, uniffi_slim_bindings_fn_func_constructor_runs(&status));
    equal("sum on threads", 8000LL * 8001 / 2, (long long)uniffi_slim_bindings_fn_func_sum_on_threads(8, 1000, &status));
    equal("thread-local, first call", 1, uniffi_slim_bindings_fn_func_thread_local_next(&status));
    equal("thread-local, two threads", 3LL << 32 | 5,
          (long long)uniffi_slim_bindings_fn_func_thread_local_on_two_threads(3, 5, &status));
    equal("thread-local, second call", 2, uniffi_slim_bindings_fn_func_thread_local_next(&status));
    equal("thread-local destructors", 4, uniffi_slim_bindings_fn_func_thread_local_destructors(4, &status));
}

static int32_t twice(uint64_t context, int32_t value) {
    *(int32_t *)(uintptr_t)context += value;
    return 2 * value;
}

static void callbacks(void) {
    static int32_t seen;
    uint64_t context = (uint64_t)(uintptr_t)&seen;
    equal("callback", 42, uniffi_slim_bindings_fn_func_call_back(twice, context, 21, &status));
    equal("callback, seen", 21, seen);
    equal("callback from thread", 110, uniffi_slim_bindings_fn_func_call_back_from_thread(twice, context, 10, &status));
    equal("callback from thread, seen", 76, seen);
}

static void panics(void) {
    uint32_t before = uniffi_slim_bindings_fn_func_guards_dropped(&status);
    uniffi_slim_bindings_fn_func_panic_below(5, of("out of slime"), &status);
    equal("panic, status", 2, status.code);
    text("panic, message", "sample: out of slime", status.error);
    equal("panic, guards dropped", 5, uniffi_slim_bindings_fn_func_guards_dropped(&status) - before);
    equal("after a panic, status", 0, status.code);
    text("panic on thread", "sample: elsewhere", uniffi_slim_bindings_fn_func_panic_on_thread(of("elsewhere"), &status));
    equal("panic on thread, guards dropped", 6, uniffi_slim_bindings_fn_func_guards_dropped(&status) - before);
}

int main(void) {
    metadata();
    values();
    threads();
    callbacks();
    panics();
    if (failed == 0) {
        printf("%d checks passed\n", passed);
        return 0;
    }

    printf("%d of %d checks FAILED:", failed, passed + failed);
    for (int index = 0; index < failed; index++) printf("%s %s", index == 0 ? "" : ";", names_of_failed[index]);
    printf("\n");
    return 1;
}
