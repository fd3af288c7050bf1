// Another member that has the same variables: there is one of each, whichever member set it.
template <class T> struct S { static int v; static int &f() { static int local = 7; return local; } };
template <class T> int S<T>::v = 3;
inline int &g() { static int x = 5; return x; }
extern "C" int lib_set(int a) { S<int>::v = a; S<long>::f() = a; g() = a; return a; }
