extern int shared_counter;
char shared_bytes[100];
int lib_last(void) { shared_bytes[99] = 7; return shared_bytes[99] + shared_counter; }
