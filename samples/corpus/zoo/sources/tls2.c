extern __thread int shared;
static __thread struct { long before[8]; int count; } counted = { { 1 }, 1 };
int next(void) { shared++; return counted.count++; }
