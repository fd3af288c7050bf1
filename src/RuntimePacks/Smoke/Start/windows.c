/*
 * What Microsoft's C library does before main and around it, as much as a static library for its ABI needs: constructors,
 * thread-locals with their destructors, and the names that compilers take for granted.
 */
#include <stdint.h>

typedef void (*Constructor)(void);
typedef void (*ThreadCallback)(void *module, uint32_t reason, void *reserved);

#pragma section(".tls", long, read, write)
#pragma section(".tls$ZZZ", long, read, write)
#pragma section(".rdata$T", long, read)
#pragma section(".CRT$XIA", long, read)
#pragma section(".CRT$XIZ", long, read)
#pragma section(".CRT$XCA", long, read)
#pragma section(".CRT$XCZ", long, read)
#pragma section(".CRT$XLA", long, read)
#pragma section(".CRT$XLZ", long, read)

/* The linker sorts what stands between A and Z, by name. */
#define BOUND(section) __declspec(allocate(section))
BOUND(".CRT$XIA") Constructor initializers_begin = 0;
BOUND(".CRT$XIZ") Constructor initializers_end = 0;
BOUND(".CRT$XCA") Constructor constructors_begin = 0;
BOUND(".CRT$XCZ") Constructor constructors_end = 0;
BOUND(".CRT$XLA") ThreadCallback thread_callbacks_begin = 0;
BOUND(".CRT$XLZ") ThreadCallback thread_callbacks_end = 0;
BOUND(".tls") char thread_locals_begin = 0;
BOUND(".tls$ZZZ") char thread_locals_end = 0;

int _fltused = 1;
uint32_t _tls_index;
void *type_info_table[4] __asm__("??_7type_info@@6B@");

/* Microsoft's PE Format, "The TLS Directory". */
BOUND(".rdata$T") const struct {
    char *begin, *end;
    uint32_t *index;
    ThreadCallback *callbacks;
    uint32_t zeros, characteristics;
} _tls_used = {&thread_locals_begin, &thread_locals_end, &_tls_index, &thread_callbacks_begin + 1, 0, 0};

int main(void);
__declspec(dllimport) __declspec(noreturn) void ExitProcess(uint32_t status);
__declspec(dllimport) int fflush(void *stream);

static void run(Constructor *from, Constructor *to) {
    for (; from < to; from++) {
        if (*from) (*from)();
    }
}

void mainCRTStartup(void) {
    run(&initializers_begin, &initializers_end);
    run(&constructors_begin, &constructors_end);
    int status = main();
    fflush(0);
    ExitProcess((uint32_t)status);
}

/* Control flow guard: nothing is guarded here. */
#if defined(__x86_64__)
__asm__(".data\n.p2align 3\n"
        ".globl __guard_dispatch_icall_fptr\n__guard_dispatch_icall_fptr: .quad 1f\n"
        ".globl __guard_check_icall_fptr\n__guard_check_icall_fptr: .quad 2f\n"
        ".text\n1: jmp *%rax\n2: ret\n");
#endif
