int asm_fn(void);
int lib_asm(void) { return asm_fn(); }
