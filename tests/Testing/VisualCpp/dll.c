/* What the runtime does when a DLL is loaded: nothing here, for what Rust needs then, the system does. */
int wmain(int count, unsigned short **words) { return 0; }
int _DllMainCRTStartup(void *module, unsigned reason, void *reserved) { return 1; }
