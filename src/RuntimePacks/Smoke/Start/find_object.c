// Debian's libgcc_eh asks glibc where an address's unwinding data are (_dl_find_object, glibc 2.35), and musl has no such
// function: this one answers for a static program, which is one object. Link with --eh-frame-hdr.
#include <elf.h>
#include <pthread.h>
#include <stdint.h>

struct find_result { // struct dl_find_object of glibc's <dlfcn.h>
    unsigned long long flags;
    void *map_start, *map_end, *link_map, *eh_frame_hdr;
    unsigned long long reserved[7];
};

// libgcc_eh names these weakly, and a weak name takes nothing out of musl's libc.a.
#define TAKE(name) (void (*)(void))name
__attribute__((used)) static void (*const taken[])(void) = {
    TAKE(pthread_once), TAKE(pthread_mutex_lock), TAKE(pthread_mutex_unlock),
    TAKE(pthread_key_create), TAKE(pthread_getspecific), TAKE(pthread_setspecific),
};

extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden")));
extern const char _end[] __attribute__((visibility("hidden")));

int _dl_find_object(void *address, struct find_result *result)
{
    uintptr_t start = (uintptr_t)&__ehdr_start;
    const Elf64_Phdr *header = (const Elf64_Phdr *)(start + __ehdr_start.e_phoff);
    uintptr_t base = 0, found = 0;
    if ((uintptr_t)address < start || (uintptr_t)address >= (uintptr_t)_end) return -1;
    for (int at = 0; at < __ehdr_start.e_phnum; at++) {
        if (header[at].p_type == PT_LOAD && header[at].p_offset == 0) base = start - header[at].p_vaddr;
        if (header[at].p_type == PT_GNU_EH_FRAME) found = header[at].p_vaddr;
    }
    if (!found) return -1;
    *result = (struct find_result){ .map_start = (void *)start, .map_end = (void *)_end, .eh_frame_hdr = (void *)(base + found) };
    return 0;
}
