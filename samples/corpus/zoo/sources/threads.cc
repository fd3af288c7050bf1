// Brings the standard library's own inline variables and thread-locals.
#include <map>
#include <string>
#include <thread>
#include <vector>
extern "C" int lib_threads(int count)
{
    static std::map<std::string, int> lengths;
    std::vector<std::thread> running;
    std::vector<int> sums(count);
    for (int at = 0; at < count; at++) running.emplace_back([at, &sums] { sums[at] = std::stoi(std::to_string(at * 10)); });
    int sum = 0;
    for (int at = 0; at < count; at++) { running[at].join(); sum += lengths[std::to_string(at)] = sums[at]; }
    return sum;
}
