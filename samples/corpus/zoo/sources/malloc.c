// A library that brings its allocator: what libc allocated with it must be freed with it.
#include <stddef.h>
#include <string.h>
static char pool[1 << 20];
static size_t used;
void *malloc(size_t n) { void *p = pool + used; used += (n + 31) & ~(size_t)15; return p; }
void free(void *p) { if (p && ((char *)p < pool || (char *)p >= pool + sizeof pool)) __builtin_trap(); }
void *calloc(size_t a, size_t b) { return memset(malloc(a * b), 0, a * b); }
void *realloc(void *p, size_t n) { void *q = malloc(n); return p ? memcpy(q, p, n) : q; }
int lib_dup(void) { char *s = strdup("hello"); int n = (int)strlen(s); free(s); return n; }
