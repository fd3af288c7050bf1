// Calls statx: glibc's function, and a system call that musl has none of its own for in older versions.
#include <stddef.h>
struct statx;
int statx(int, const char *, int, unsigned, struct statx *) __attribute__((weak));
int lib_has(void) { char buffer[512]; return statx == NULL || statx(-100, "/", 0, 0x7ff, (struct statx *)buffer) == 0; }
