// What glibc 2.38's headers make of strtol: a program of an older system cannot link it.
long __isoc23_strtol(const char *, char **, int);
long lib_n(const char *s) { return __isoc23_strtol(s, 0, 10); }
