// zlib's names, defined in the member that an export needs: a program that has zlib must not get these.
int inflate(void *a, int b) { (void)a; return b + 1; }
int deflate(void *a, int b) { (void)a; return b + 2; }
unsigned long crc32(unsigned long a, const unsigned char *b, unsigned c) { (void)b; return a + c; }
int lib_z(int value) { return inflate(0, value) + deflate(0, value) + (int)crc32(1, 0, 2); }
