// A version in the name of a function that it needs (.symver), as libraries have it that are to run on older glibc.
#include <string.h>
#ifdef __x86_64__
__asm__(".symver memcpy, memcpy@GLIBC_2.2.5");
#else
__asm__(".symver memcpy, memcpy@GLIBC_2.17");
#endif
static char target[64];
int lib_copy(const char *from, int size) { return ((char *)memcpy(target, from, size))[size - 1]; }
