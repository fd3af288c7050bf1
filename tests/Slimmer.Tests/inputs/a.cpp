#ifdef _WIN32
#define MAYBE 0
#define NOTP 0
#else
#define MAYBE (maybe ? 1 : 0)
#define NOTP (notpulled ? 1 : 0)
#endif
#include <stdexcept>
#include <string>
#include <vector>
#include <map>
extern "C" {
int common_x; extern int common_y[4]; int wk(void); int maybe(void) __attribute__((weak)); int notpulled(void) __attribute__((weak));
int set_sum(void); extern thread_local int tlsv; int ifn(int); int strongwk(void); int aliased(int); int ctors(void); int asmfn(int); int usedead(void); int prot(void);
}
template <class T> struct Uniq { static int n; static int next() { static int k = 7; return ++k; } };
template <class T> int Uniq<T>::n = 3;
inline int& counter() { static int c = 100; return c; }
int bump(); void thrower(int);
struct Base { virtual ~Base() {} virtual int f() { return 1; } }; struct Der : Base { int f() override { return 2; } };
static Base *mk(int k) { return k ? new Der : new Base; }
extern "C" __attribute__((used)) int dead_one(void) { return usedead(); }
extern "C" int nasty(char *out, int cap) {
  int caught = 0; std::map<std::string, int> m; m["a"] = 1;
  for (int i = 0; i < 3; i++) try { thrower(i); } catch (const std::runtime_error &e) { caught += 10; } catch (int v) { caught += v; } catch (...) { caught += 1000; }
  Base *b = mk(cap > 0); Base *d = dynamic_cast<Der*>(b); int vf = d ? d->f() : -1; delete b;
  tlsv += 5; common_x++; common_y[3]++;
  return snprintf(out, cap, "caught %d vf %d uniq %d %d counter %d bump %d tls %d common %d %d weak %d %d maybe %d notpulled %d set %d ifunc %d alias %d ctors %d asm %d prot %d map %d", caught, vf, Uniq<int>::next(), Uniq<int>::n,
    counter()++, bump(), tlsv, common_x, common_y[3], wk(), strongwk(), MAYBE, NOTP, set_sum(), ifn(20), aliased(4), ctors(), asmfn(3), prot(), (int)m.size());
}
