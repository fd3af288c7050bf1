// A weak function that another member has a strong one of, one that nobody defines, and a weak alias.
int __attribute__((weak)) overridden(void) { return 1; }
int __attribute__((weak)) nowhere(void);
static int target(void) { return 5; }
int aliased(void) __attribute__((weak, alias("target")));
int strong(void);
int lib_overridden(void) { return overridden() + strong(); }
int lib_nowhere(void) { return nowhere ? nowhere() : 3; }
int lib_aliased(void) { return aliased(); }
