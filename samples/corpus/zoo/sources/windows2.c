__declspec(selectany) int anywhere = 7;
typedef int (*fn)(int);
static int twice(int a) { return a * 2; }
fn table[] = { twice };
int lib_indirect(int a) { return table[0](a); }
