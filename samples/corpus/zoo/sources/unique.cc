// g++ makes STB_GNU_UNIQUE symbols of these three; clang weak ones.
template <class T> struct S { static int v; static int &f() { static int local = 7; return local; } };
template <class T> int S<T>::v = 3;
inline int &g() { static int x = 5; return x; }
extern "C" int lib_u() { return S<int>::v + S<long>::f() + g(); }
