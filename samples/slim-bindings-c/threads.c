/* Threads, thread-locals and the constructors: what threads.rs, thread_locals.rs and constructor.rs do. */
#include "slim_bindings.h"

typedef struct {
    uint64_t first, last;
} Range;

static uint64_t sum_range(void *argument) {
    Range *range = argument;
    uint64_t sum = 0;
    for (uint64_t number = range->first; number <= range->last; number++) sum += number;
    return sum;
}

EXPORT uint64_t uniffi_slim_bindings_fn_func_sum_on_threads(uint32_t threads, uint64_t each, RustCallStatus *status) {
    Thread *running = malloc((threads + 1) * sizeof *running);
    Range *ranges = malloc((threads + 1) * sizeof *ranges);
    uint64_t sum = 0;
    for (uint32_t index = 0; index < threads; index++) {
        ranges[index].first = index * each + 1;
        ranges[index].last = (index + 1) * each;
        slim_c_thread_start(&running[index], sum_range, &ranges[index]);
    }
    for (uint32_t index = 0; index < threads; index++) sum += slim_c_thread_join(&running[index]);
    free(running);
    free(ranges);
    status->code = SUCCESS;
    return sum;
}

static _Thread_local uint32_t calls;

EXPORT uint32_t uniffi_slim_bindings_fn_func_thread_local_next(RustCallStatus *status) {
    status->code = SUCCESS;
    return ++calls;
}

/* Both threads are alive until both have counted. */
typedef struct {
    uint32_t times;
    uint32_t *done;
} Count;

static uint64_t count_together(void *argument) {
    Count *count = argument;
    for (uint32_t time = 0; time < count->times; time++) calls++;
    __atomic_fetch_add(count->done, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(count->done, __ATOMIC_SEQ_CST) < 2) slim_c_thread_yield();
    return calls;
}

EXPORT uint64_t uniffi_slim_bindings_fn_func_thread_local_on_two_threads(uint32_t first, uint32_t second,
                                                                         RustCallStatus *status) {
    uint32_t done = 0;
    Count counts[2] = {{first, &done}, {second, &done}};
    Thread threads[2];
    slim_c_thread_start(&threads[0], count_together, &counts[0]);
    slim_c_thread_start(&threads[1], count_together, &counts[1]);
    uint64_t upper = slim_c_thread_join(&threads[0]);
    status->code = SUCCESS;
    return upper << 32 | slim_c_thread_join(&threads[1]);
}

static uint32_t destroyed;

static void count_destroyed(void *value) {
    __atomic_fetch_add((uint32_t *)value, 1, __ATOMIC_SEQ_CST);
}

static uint64_t hold(void *argument) {
    slim_c_thread_value_hold(argument, count_destroyed);
    return 0;
}

EXPORT uint32_t uniffi_slim_bindings_fn_func_thread_local_destructors(uint32_t threads, RustCallStatus *status) {
    uint32_t before = __atomic_load_n(&destroyed, __ATOMIC_SEQ_CST);
    Thread *running = malloc((threads + 1) * sizeof *running);
    for (uint32_t index = 0; index < threads; index++) slim_c_thread_start(&running[index], hold, &destroyed);
    for (uint32_t index = 0; index < threads; index++) slim_c_thread_join(&running[index]);
    free(running);
    status->code = SUCCESS;
    return __atomic_load_n(&destroyed, __ATOMIC_SEQ_CST) - before;
}

/* Volatile, or the compiler runs the constructors itself and leaves none to the loader. */
static volatile uint32_t constructor_runs;

__attribute__((constructor(102))) static void construct_second(void) {
    constructor_runs = constructor_runs * 10 + 2;
}

__attribute__((constructor(101))) static void construct_first(void) {
    constructor_runs = constructor_runs * 10 + 1;
}

EXPORT uint32_t uniffi_slim_bindings_fn_func_constructor_runs(RustCallStatus *status) {
    status->code = SUCCESS;
    return constructor_runs;
}
