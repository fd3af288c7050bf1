/*
 * Rust's std asks bcryptprimitives.dll for random numbers, which wine has from version 9 on: this one stands beside the program.
 */
#include <stddef.h>

__declspec(dllimport) unsigned char SystemFunction036(void *buffer, unsigned long length);

__declspec(dllexport) int ProcessPrng(unsigned char *buffer, size_t length) { return SystemFunction036(buffer, (unsigned long)length); }
