namespace StaticLibraries.Slimming.Coff;

/// <summary>Names that mean something outside of a library whoever defines them.</summary>
internal static class CoffVisibleNames
{
    /// <summary>Before the name of data: a pointer to it, which linkers that import the data by themselves look for.</summary>
    public const string ImportReference = ".refptr.";

    /// <summary>What linkers and the C runtime look for.</summary>
    private static readonly HashSet<string> s_lookedUp = new(StringComparer.Ordinal)
    {
        "_tls_used", "_tls_index", "_load_config_used", "_fltused", "__guard_check_icall_fptr", "__guard_dispatch_icall_fptr",
            "__guard_fids_table", "__guard_fids_count", "__guard_flags",
        "main", "wmain", "WinMain", "wWinMain", "DllMain", "mainCRTStartup", "wmainCRTStartup", "WinMainCRTStartup", "wWinMainCRTStartup",
            "_DllMainCRTStartup", "DllMainCRTStartup", "__dso_handle",
    };

    public static bool IsLookedUp(string name) => s_lookedUp.Contains(name);
}
