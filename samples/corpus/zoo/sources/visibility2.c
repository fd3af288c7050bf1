__attribute__((visibility("hidden"))) int hidden(void) { return 10; }
__attribute__((visibility("internal"))) int internal(void) { return 100; }
