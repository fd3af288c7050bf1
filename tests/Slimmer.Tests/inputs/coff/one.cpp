// With two.cpp, flag.c and included.c: what compilers write for Microsoft's linkers.
inline int counted(int x) { static int n = 5; n += x; return n; }
template <class T> struct Shape { virtual int sides() { return 3; } virtual ~Shape() {} };
extern "C" {
int other(int), fallback(void), flag_value(void), constructed(void), through_table(int);
extern thread_local int local_to_thread;
__declspec(selectany) int chosen = 11;
int counter;
#pragma comment(linker, "/alternatename:fallback=fallback_default")
int fallback_default(void) { return 44; }
int nasty(int *out) {
  Shape<int> shape; Shape<int> *volatile p = &shape;
  local_to_thread++; counter++;
  out[0] = counted(1); out[1] = other(2); out[2] = fallback(); out[3] = flag_value(); out[4] = constructed();
  out[5] = local_to_thread; out[6] = chosen; out[7] = through_table(3); out[8] = counter; out[9] = p->sides();
  return 10;
}
int dead(void) { return 3; }
void _purecall() {}
}
void operator delete(void *, unsigned long long) {}
void operator delete(void *) {}
