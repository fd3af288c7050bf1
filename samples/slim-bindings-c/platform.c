/* The threads of the target's own system. */
#include "slim_bindings.h"

#if defined(_WIN32)

#if defined(_MSC_VER)
#pragma comment(lib, "kernel32")
#endif

#define SYSTEM(result) __declspec(dllimport) result __stdcall

SYSTEM(void *) CreateThread(void *security, size_t stack, uint32_t(__stdcall *start)(void *), void *argument,
                            uint32_t flags, uint32_t *id);
SYSTEM(uint32_t) WaitForSingleObject(void *handle, uint32_t milliseconds);
SYSTEM(int) CloseHandle(void *handle);
SYSTEM(int) SwitchToThread(void);
SYSTEM(uint32_t) FlsAlloc(void(__stdcall *destroy)(void *value));
SYSTEM(int) FlsSetValue(uint32_t key, void *value);

static uint32_t __stdcall run(void *argument) {
    Thread *thread = argument;
    thread->answer = thread->body(thread->argument);
    return 0;
}

void slim_c_thread_start(Thread *thread, uint64_t (*body)(void *argument), void *argument) {
    thread->body = body;
    thread->argument = argument;
    thread->handle = CreateThread(NULL, 0, run, thread, 0, NULL);
}

uint64_t slim_c_thread_join(Thread *thread) {
    WaitForSingleObject(thread->handle, UINT32_MAX);
    CloseHandle(thread->handle);
    return thread->answer;
}

void slim_c_thread_yield(void) {
    SwitchToThread();
}

#define KEY_TYPE uint32_t
#define KEY_CREATE(key, destroy) (*(key) = FlsAlloc(destroy))
#define KEY_SET FlsSetValue

#else

/* A thread is a pointer on macOS and musl, an unsigned long on glibc: eight bytes on all. */
int pthread_create(void **thread, const void *attributes, void *(*start)(void *), void *argument);
int pthread_join(void *thread, void **answer);
int sched_yield(void);

#if defined(__APPLE__)
#define KEY_TYPE unsigned long
#else
#define KEY_TYPE unsigned int
#endif

int pthread_key_create(KEY_TYPE *key, void (*destroy)(void *value));
int pthread_setspecific(KEY_TYPE key, const void *value);

static void *run(void *argument) {
    Thread *thread = argument;
    thread->answer = thread->body(thread->argument);
    return NULL;
}

void slim_c_thread_start(Thread *thread, uint64_t (*body)(void *argument), void *argument) {
    thread->body = body;
    thread->argument = argument;
    pthread_create(&thread->handle, NULL, run, thread);
}

uint64_t slim_c_thread_join(Thread *thread) {
    pthread_join(thread->handle, NULL);
    return thread->answer;
}

void slim_c_thread_yield(void) {
    sched_yield();
}

#define KEY_CREATE pthread_key_create
#define KEY_SET pthread_setspecific

#endif

/* One key for the program, made by the first thread that needs it. */
void slim_c_thread_value_hold(void *value, void (*destroy)(void *value)) {
    static KEY_TYPE key;
    static uint32_t state;
    uint32_t none = 0;
    if (__atomic_compare_exchange_n(&state, &none, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        KEY_CREATE(&key, destroy);
        __atomic_store_n(&state, 2, __ATOMIC_SEQ_CST);
    }
    while (__atomic_load_n(&state, __ATOMIC_SEQ_CST) != 2) slim_c_thread_yield();
    KEY_SET(key, value);
}
