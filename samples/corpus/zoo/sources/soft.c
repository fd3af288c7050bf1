// 128 bits and long double: functions of libgcc's (or compiler-rt's) own.
int lib_divide(int a, int b) { volatile __int128 x = (__int128)a << 70; return (int)(x / b >> 70); }
int lib_round(int a) { volatile long double x = a; return (int)(x / 3.0L * 3.0L + 0.5L); }
