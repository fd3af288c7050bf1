// A vague linkage over members in C++, for any target: inline functions, a virtual table, a static with a constructor.
struct Base { virtual ~Base() {} virtual int value() const { return 1; } };
template <int N> struct Derived : Base { int value() const override { return N; } };
inline int &counter() { static int count = 10; return count; }
static const Derived<3> three;
extern "C" int lib_virtual(int which) { Derived<2> two; const Base &base = which ? (const Base &)two : three; return base.value(); }
extern "C" int lib_counter() { return ++counter(); }
