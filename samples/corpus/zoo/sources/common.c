// With -fcommon: COMMON symbols, one of which another member has in another size.
int shared_counter;
char shared_bytes[10];
int *lib_counter(void) { return &shared_counter; }
int lib_count(void) { return ++*lib_counter(); }
