// Sections that --gc-sections must leave (SHF_GNU_RETAIN), big data (.ldata with -mcmodel=medium) and merged strings.
__attribute__((used, retain, section("notes_of_ours"))) static const char note[] = "kept";
static const char *const words[] = { "one", "two", "three", "onetwo" };
int lib_word(int at) { return words[at][0] * 1000 + words[at][1]; }
static int big[70000];
int lib_big(int at) { return ++big[at]; }
