#include <stdexcept>
struct Own : std::runtime_error { Own() : runtime_error("own") {} };
struct Shape { virtual ~Shape() = default; virtual int sides() const { return 0; } };
struct Square : Shape { int sides() const override { return 4; } };
int thrower(int value)
{
    if (value > 10) throw Own();
    if (value < 0) throw value;
    const Shape &shape = Square();
    return dynamic_cast<const Square &>(shape).sides();
}
