/*
 * What Visual C++'s static runtime (libcmt, libcpmt) does for a program of NativeAOT's: all that remains to be found once Windows'
 * libraries and the dynamic runtime of the same functions are there. A name that comes to be missing is to be added here.
 */
#include <stdint.h>

#pragma comment(lib, "libvcruntime.lib")

typedef unsigned short Wide;
typedef void (*Constructor)(void);

__declspec(dllimport) void *malloc(uint64_t size);
__declspec(dllimport) void free(void *memory);
__declspec(dllimport) __declspec(noreturn) void abort(void);
__declspec(dllimport) int _crt_atexit(void (*function)(void));
__declspec(dllimport) int _configure_wide_argv(int mode);
__declspec(dllimport) int *__p___argc(void);
__declspec(dllimport) Wide ***__p___wargv(void);

/* Before main, and after it. */
int wmain(int count, Wide **words);
void mainCRTStartup(void);
void wmainCRTStartup(void) { mainCRTStartup(); }
int main(void) {
    _configure_wide_argv(1);
    return wmain(*__p___argc(), *__p___wargv());
}
int atexit(void (*function)(void)) { return _crt_atexit(function); }

/* Thread-locals of C++ with constructors, which stand between A and Z. */
#pragma section(".CRT$XDA", long, read)
#pragma section(".CRT$XDZ", long, read)
__declspec(allocate(".CRT$XDA")) Constructor thread_constructors_begin = 0;
__declspec(allocate(".CRT$XDZ")) Constructor thread_constructors_end = 0;
__declspec(thread) char __tls_guard;
void __dyn_tls_on_demand_init(void) {
    if (__tls_guard) return;
    __tls_guard = 1;
    for (Constructor *one = &thread_constructors_begin; one < &thread_constructors_end; one++) {
        if (*one) (*one)();
    }
}
void __dyn_tls_init(void *module, uint32_t reason, void *reserved) {
    if (reason == 2) __dyn_tls_on_demand_init();
}

/* new and delete, by their names in C++. */
char nothrow __asm__("?nothrow@std@@3Unothrow_t@1@B");
void *new_one(uint64_t size, void *how) __asm__("??2@YAPEAX_KAEBUnothrow_t@std@@@Z");
void *new_many(uint64_t size, void *how) __asm__("??_U@YAPEAX_KAEBUnothrow_t@std@@@Z");
void delete_one(void *memory, uint64_t size) __asm__("??3@YAXPEAX_K@Z");
void delete_many(void *memory) __asm__("??_V@YAXPEAX@Z");
void *new_one(uint64_t size, void *how) { return malloc(size); }
void *new_many(uint64_t size, void *how) { return malloc(size); }
void delete_one(void *memory, uint64_t size) { free(memory); }
void delete_many(void *memory) { free(memory); }

/* Whether a stack was written over: nobody looks. */
uintptr_t __security_cookie = 0x2B992DDFA232;
void __security_check_cookie(uintptr_t cookie) {}
int __GSHandlerCheck(void *record, void *frame, void *context, void *dispatcher) { return 1; }
void __report_rangecheckfailure(void) { abort(); }

/* Touches each page of a frame of rax bytes, and changes no register. */
__asm__(".text\n.globl __chkstk\n"
        "__chkstk: push %rcx\n push %rax\n lea 24(%rsp), %rcx\n"
        "1: cmp $0x1000, %rax\n jb 2f\n sub $0x1000, %rcx\n test %rcx, (%rcx)\n sub $0x1000, %rax\n jmp 1b\n"
        "2: sub %rax, %rcx\n test %rcx, (%rcx)\n pop %rax\n pop %rcx\n ret\n");
