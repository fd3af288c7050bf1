// A section whose name is a C identifier: the linker makes its first and last address symbols. Another member adds an element.
typedef int (*fn)(void);
extern fn __start_parts[], __stop_parts[];
int lib_count(void) { return (int)(__stop_parts - __start_parts); }
static int one(void) { return 1; }
__attribute__((used, section("parts"))) static fn e1 = one;
int lib_first(void) { return e1(); }
int touch2(void);
int lib_touch(void) { return touch2(); }
