// Thrown in one member, caught in another by its base class.
#include <stdexcept>
#include <typeinfo>
int thrower(int);
struct Guard { int &count; ~Guard() { count++; } };
extern "C" int lib_caught(int value)
{
    int dropped = 0;
    try { Guard guard{dropped}; return thrower(value); }
    catch (const std::runtime_error &) { return 100 + dropped; }
    catch (int other) { return other + dropped; }
}
