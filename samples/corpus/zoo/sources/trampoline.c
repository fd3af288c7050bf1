// A pointer to a nested function is code on the stack: this library does need an executable one.
typedef int (*fn)(int);
static int apply(fn f, int a) { return f(a); }
int lib_nested(int a) { int add(int b) { return a + b; } volatile fn f = add; return apply(f, 2); }
