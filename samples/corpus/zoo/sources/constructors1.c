// Constructors with priorities, in two members: the order is the priorities'. The second is pulled by a name that dead code alone uses.
static int order;
int pulled(void);
__attribute__((constructor(300))) static void third(void) { order = order * 10 + 3; }
__attribute__((constructor(101))) static void first(void) { order = order * 10 + 1; }
__attribute__((constructor)) static void last(void) { order = order * 10 + 4; }
int *constructor_order(void) { return &order; }
int lib_order(void) { return order; }
int dead(void) { return pulled(); }
__attribute__((destructor(200))) static void end(void) { order = 0; }
