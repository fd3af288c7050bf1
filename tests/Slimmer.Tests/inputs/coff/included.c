extern int flag;
int included = 1;
static void construct(void) { flag = 33; }
#pragma section(".CRT$XCU", long, read)
__declspec(allocate(".CRT$XCU")) void (*const included_constructor)(void) = construct;
