// What objects for macOS have of their own: thread-locals through descriptors, a constructor, a weak definition, a set with its bounds.
static _Thread_local int counted;
static int constructed;
__attribute__((constructor)) static void construct(void) { constructed++; }
__attribute__((weak)) int overridden(void) { return 1; }
__attribute__((used, section("__DATA,parts"))) static int element = 5;
extern int start[] __asm("section$start$__DATA$parts"), stop[] __asm("section$end$__DATA$parts");
int lib_next(void) { return ++counted; }
int lib_constructed(void) { return constructed; }
int lib_overridden(void) { return overridden(); }
int lib_count(void) { return (int)(stop - start); }
