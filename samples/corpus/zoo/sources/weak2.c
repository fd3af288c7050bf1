int overridden(void) { return 10; }
int strong(void) { return 100; }
