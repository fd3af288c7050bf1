// As with -ffunction-sections -fdata-sections in a large library: names that repeat in sections, groups and symbols.
#define F(n) static int table_##n[3] = { n, n + 1, n + 2 }; int dead_##n(int a) { return table_##n[a % 3]; }
#define TEN(n) F(n##0) F(n##1) F(n##2) F(n##3) F(n##4) F(n##5) F(n##6) F(n##7) F(n##8) F(n##9)
TEN(1) TEN(2) TEN(3) TEN(4) TEN(5) TEN(6) TEN(7) TEN(8) TEN(9)
int lib_one(int a) { return dead_42(a); }
