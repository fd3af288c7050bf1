// Thread-local variables, in the model that -ftls-model (or -fPIE) names.
static __thread int own;
__thread int shared = 40;
int next(void);
int lib_own(void) { return ++own; }
int lib_shared(void) { int before = next(); return shared + before; }
