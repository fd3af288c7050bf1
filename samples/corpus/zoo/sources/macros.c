// With -g3 the debugging data of macros (.debug_macro) lie in COMDAT groups, one for each header.
#include <stdio.h>
#include <stdlib.h>
int lib_f(int a) { return abs(a); }
