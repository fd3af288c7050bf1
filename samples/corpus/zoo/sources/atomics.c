// With -moutline-atomics: calls of libgcc's __aarch64_ldadd4_acq_rel, which looks at a flag that a constructor sets.
static int count;
int lib_add(int value) { return __atomic_add_fetch(&count, value, __ATOMIC_ACQ_REL); }
