using System.Runtime.InteropServices;

// The one call that every release of the library answers: the version of UniFFI's contract that it was built for.
var version = Slim.ContractVersion();
if (version is 0 or > 1000)
{
    Console.WriteLine($"FAILED contract version: expected a small number, got {version}");
    return 1;
}

Console.WriteLine($"ok  contract version  {version}");
Console.WriteLine("1 checks passed");
return 0;

internal static class Slim
{
    [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")]
    public static extern uint ContractVersion();
}
