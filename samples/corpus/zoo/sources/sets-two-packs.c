// Two libraries with a set of the same name, each of one element: in one program, each must count 1.
typedef int (*fn)(void);
extern fn __start_parts[], __stop_parts[];
static int one(void) { return 1; }
__attribute__((used, retain, section("parts"))) static fn e = one;
int COUNT(void) { return (int)(__stop_parts - __start_parts); }
