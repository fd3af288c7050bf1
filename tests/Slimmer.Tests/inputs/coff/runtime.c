// What Microsoft's C runtime gives a program and wine's DLLs do not: constructors, thread-locals, the end of main.
int _fltused = 1;
unsigned _tls_index;
#pragma section(".tls", long, read, write)
#pragma section(".tls$ZZZ", long, read, write)
#pragma section(".CRT$XLA", long, read)
#pragma section(".CRT$XLZ", long, read)
#pragma section(".CRT$XCA", long, read)
#pragma section(".CRT$XCZ", long, read)
#pragma section(".rdata$T", long, read)
__declspec(allocate(".tls")) char tls_start = 0;
__declspec(allocate(".tls$ZZZ")) char tls_end = 0;
typedef void (*function)(void);
__declspec(allocate(".CRT$XLA")) function callbacks_start = 0;
__declspec(allocate(".CRT$XLZ")) function callbacks_end = 0;
__declspec(allocate(".CRT$XCA")) function constructors_start = 0;
__declspec(allocate(".CRT$XCZ")) function constructors_end = 0;
typedef unsigned long long address;
__declspec(allocate(".rdata$T")) const struct { address start, end, index, callbacks; unsigned zeros, flags; } _tls_used = {
  (address)&tls_start, (address)&tls_end, (address)&_tls_index, (address)(&callbacks_start + 1), 0, 0};
int main(void);
__declspec(dllimport) void ExitProcess(unsigned);
void mainCRTStartup(void) {
  for (function *one = &constructors_start; one < &constructors_end; one++) if (*one) (*one)();
  ExitProcess(main());
}
__asm__(".globl __guard_dispatch_icall_fptr\n.data\n.p2align 3\n__guard_dispatch_icall_fptr: .quad 1f\n"
        ".globl __guard_check_icall_fptr\n__guard_check_icall_fptr: .quad 2f\n.text\n1: jmp *%rax\n2: ret\n");
void *type_info_table[4] __asm__("??_7type_info@@6B@");
