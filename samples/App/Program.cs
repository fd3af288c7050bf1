using SlimSample;

var checks = new Checks();
Metadata.Check(checks);
Values.Check(checks);
Threads.Check(checks);
Callbacks.Check(checks);
Panics.Check(checks);
#if BESIDE
Beside.Check(checks);
Panics.Check(checks);
#endif
return checks.Finish();
