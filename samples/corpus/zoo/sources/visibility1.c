// Protected, hidden and internal names over members.
__attribute__((visibility("protected"))) int kept(void) { return 1; }
__attribute__((visibility("hidden"))) int hidden(void);
__attribute__((visibility("internal"))) int internal(void);
int lib_sum(void) { return kept() + hidden() + internal(); }
__attribute__((visibility("hidden"))) int lib_hidden_export(void) { return 4; }
