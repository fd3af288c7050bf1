// The same headers, and so the same groups, in a second member.
#include <stdio.h>
#include <stdlib.h>
#define TWICE(x) ((x) * 2)
int lib_twice(int a) { return TWICE(atoi("4")) + a; }
