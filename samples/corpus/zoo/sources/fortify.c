// With -D_FORTIFY_SOURCE=2 -O2: calls of glibc's checking functions (__memcpy_chk), which musl does not have.
#include <string.h>
#include <stdio.h>
static char target[16];
int lib_copy(const char *from) { strcpy(target, from); return (int)strlen(target); }
int lib_print(int value) { char text[32]; return sprintf(text, "%d", value); }
