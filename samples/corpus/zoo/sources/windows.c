// What objects for Windows have of their own: a COMDAT that any definition serves (selectany), a thread-local, a constructor in
// .CRT$XCU, directives for the linker, and a function from a DLL.
__declspec(selectany) int anywhere = 7;
__declspec(dllimport) unsigned long __stdcall GetCurrentProcessId(void);
#ifdef _MSC_VER
static __declspec(thread) int counted;
#pragma section(".CRT$XCU", read)
#else
static _Thread_local int counted;
#endif
static int constructed;
static void construct(void) { constructed++; }
#ifdef _MSC_VER
__declspec(allocate(".CRT$XCU")) void (*constructor)(void) = construct;
#else
__attribute__((constructor)) static void constructor(void) { construct(); }
#endif
#ifdef DIRECTIVES
#pragma comment(linker, "/include:lib_included")
#pragma comment(linker, "/alternatename:lib_missing=lib_included")
#pragma comment(lib, LIBRARY)
int lib_missing(void);
int lib_included(void) { return 8; }
int lib_alternate(void) { return lib_missing(); }
#endif
int lib_any(void) { return anywhere; }
int lib_next(void) { return ++counted; }
int lib_constructed(void) { return constructed; }
int lib_process(void) { return GetCurrentProcessId() != 0; }
