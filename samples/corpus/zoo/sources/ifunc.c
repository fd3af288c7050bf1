// A function that is chosen when the program starts (STT_GNU_IFUNC).
static int slow(void) { return 1; }
static int fast(void) { return 2; }
static int (*choose(void))(void) { return fast ? fast : slow; }
int chosen(void) __attribute__((ifunc("choose")));
int lib_chosen(void) { return chosen(); }
int (*lib_address(void))(void) { return chosen; }
