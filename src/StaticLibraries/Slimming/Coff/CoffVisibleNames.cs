namespace StaticLibraries.Slimming.Coff;

/// <summary>Names that mean something outside of a library whoever defines them.</summary>
internal static class CoffVisibleNames
{
    /// <summary>Before the name of data: a pointer to it, which linkers that import the data by themselves look for.</summary>
    public const string ImportReference = ".refptr.";

    /// <summary>What linkers and the C runtime look for.</summary>
    private static readonly HashSet<string> s_lookedUp = new(StringComparer.Ordinal)
    {
        "_tls_used", "_tls_index", "_load_config_used", "_fltused", "__guard_check_icall_fptr", "__guard_dispatch_icall_fptr", "__guard_fids_table", "__guard_fids_count", "__guard_flags",
        "main", "wmain", "WinMain", "wWinMain", "DllMain", "mainCRTStartup", "wmainCRTStartup", "WinMainCRTStartup", "wWinMainCRTStartup", "_DllMainCRTStartup", "DllMainCRTStartup", "__dso_handle",
    };

    /// <summary>What hands memory from one library to another: freed by one what the other made, it has to be the same for all.</summary>
    private static readonly HashSet<string> s_allocators = new(StringComparer.Ordinal)
    {
        "malloc", "free", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign", "valloc", "malloc_usable_size", "strdup", "strndup",
        "_strdup", "_wcsdup", "_msize", "_expand", "_recalloc", "_aligned_malloc", "_aligned_free", "_aligned_realloc", "_aligned_recalloc", "_aligned_msize", "_aligned_offset_malloc",
    };

    public static bool IsLookedUp(string name) => s_lookedUp.Contains(name);

    public static bool IsAllocator(string name) => s_allocators.Contains(name);
}
