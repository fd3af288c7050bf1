// Its second member is compiled for link-time optimization: with code beside it (fat), or without.
int helper(void);
int lib_f(void) { return helper(); }
