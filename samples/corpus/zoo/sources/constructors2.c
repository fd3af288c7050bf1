int *constructor_order(void);
__attribute__((constructor(200))) static void second(void) { *constructor_order() = *constructor_order() * 10 + 2; }
int pulled(void) { return 1; }
