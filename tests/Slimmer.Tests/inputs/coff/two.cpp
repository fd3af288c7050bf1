inline int counted(int x) { static int n = 5; n += x; return n; }
extern "C" {
thread_local int local_to_thread = 70;
__declspec(selectany) int chosen = 11;
static int plus(int x) { return x + 1; }
static int twice(int x) { return x * 2; }
int (*volatile table[])(int) = {plus, twice};
int through_table(int x) { return table[x & 1](x); }
int other(int x) { return counted(x) + chosen; }
#pragma comment(linker, "/include:included")
extern int flag;
int flag_value(void) { return flag; }
#pragma section(".CRT$XCU", long, read)
static int seen;
static void construct(void) { seen = 6; }
__declspec(allocate(".CRT$XCU")) extern void (*const constructor)(void);
void (*const constructor)(void) = construct;
int constructed(void) { return seen; }
}
