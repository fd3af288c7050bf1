/* The one call that every release of the library answers, in C: for platforms that no NativeAOT program can be linked for. */
#include <stdint.h>

int printf(const char *format, ...);
uint32_t ffi_slim_bindings_uniffi_contract_version(void);

int main(void) {
    uint32_t version = ffi_slim_bindings_uniffi_contract_version();
    if (version == 0 || version > 1000) {
        printf("FAILED contract version: expected a small number, got %lu\n", (unsigned long)version);
        return 1;
    }

    printf("ok  contract version  %lu\n1 checks passed\n", (unsigned long)version);
    return 0;
}
