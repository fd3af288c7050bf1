// Calls what the sample crate exports and prints a line; with PACK defined, by the names of another pack.
#include <stdint.h>
#include <stdio.h>
#ifdef PACK
#define NAME(name) pack_##name
#define LINE pack_line
#else
#define NAME(name) name
#define LINE line
#endif
typedef struct { uint64_t capacity, length; char *data; } Buffer;
typedef struct { int8_t code; Buffer error; } Status;
uint32_t NAME(ffi_slim_bindings_uniffi_contract_version)(void);
Buffer NAME(ffi_slim_bindings_rustbuffer_alloc)(uint64_t, Status *);
void NAME(ffi_slim_bindings_rustbuffer_free)(Buffer, Status *);
int64_t NAME(uniffi_slim_bindings_fn_func_divide)(int64_t, int64_t, Status *);
double NAME(uniffi_slim_bindings_fn_func_pow)(double, double, Status *);
uint32_t NAME(uniffi_slim_bindings_fn_func_panic_below)(uint32_t, Buffer, Status *);
Buffer NAME(uniffi_slim_bindings_fn_func_panic_on_thread)(Buffer, Status *);
uint32_t NAME(uniffi_slim_bindings_fn_func_guards_dropped)(Status *);
uint64_t NAME(uniffi_slim_bindings_fn_func_sum_on_threads)(uint32_t, uint64_t, Status *);
uint32_t NAME(uniffi_slim_bindings_fn_func_thread_local_next)(Status *);
uint32_t NAME(uniffi_slim_bindings_fn_func_thread_local_destructors)(uint32_t, Status *);
uint32_t NAME(uniffi_slim_bindings_fn_func_constructor_runs)(Status *);
Buffer NAME(uniffi_slim_bindings_fn_func_greet)(Buffer, Status *);

static Buffer text(char letter, Status *status)
{
    Buffer buffer = NAME(ffi_slim_bindings_rustbuffer_alloc)(1, status);
    buffer.data[0] = letter;
    return buffer;
}

static void put(Buffer buffer)
{
    Status status = {0};
    printf("%.*s ", (int)buffer.length, buffer.data);
    NAME(ffi_slim_bindings_rustbuffer_free)(buffer, &status);
}

void LINE(void)
{
    Status s = {0};
    printf("%u ", NAME(ffi_slim_bindings_uniffi_contract_version)());
    put(NAME(uniffi_slim_bindings_fn_func_greet)(text('R', &s), &s));
    printf("%d ", (int)NAME(uniffi_slim_bindings_fn_func_divide)(84, 2, &s));
    NAME(uniffi_slim_bindings_fn_func_divide)(1, 0, &s);
    printf("%d ", s.code);
    put(s.error);
    printf("%g ", NAME(uniffi_slim_bindings_fn_func_pow)(2, 10, &s));
    NAME(uniffi_slim_bindings_fn_func_panic_below)(9, text('p', &s), &s);
    printf("%d ", s.code);
    put(s.error);
    put(NAME(uniffi_slim_bindings_fn_func_panic_on_thread)(text('q', &s), &s));
    printf("%u ", NAME(uniffi_slim_bindings_fn_func_guards_dropped)(&s));
    printf("%d ", (int)NAME(uniffi_slim_bindings_fn_func_sum_on_threads)(4, 1000, &s));
    printf("%u ", NAME(uniffi_slim_bindings_fn_func_thread_local_next)(&s));
    printf("%u ", NAME(uniffi_slim_bindings_fn_func_thread_local_destructors)(3, &s));
    printf("%u\n", NAME(uniffi_slim_bindings_fn_func_constructor_runs)(&s));
}
