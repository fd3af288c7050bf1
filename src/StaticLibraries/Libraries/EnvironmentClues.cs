using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>
/// The names that tell one C library or toolchain from another. The names are those that one side alone has: Rust's standard
/// library for musl refers to many names that look like glibc's (<c>__xpg_strerror_r</c>, <c>open64</c>, weakly
/// <c>__cxa_thread_atexit_impl</c>), and those are not here.
/// </summary>
internal static class EnvironmentClues
{
    /// <summary>Names that glibc has and musl has not (musl 1.2, libc.a), or that glibc's headers alone lead to.</summary>
    private static readonly string[] s_glibc =
    [
        "gnu_get_libc_version", "__res_init", "__libc_single_threaded", "__register_atfork", "__xstat", "__fxstat",
        "__lxstat", "__xstat64", "__fxstat64", "__lxstat64",
        "__isoc23_strtol", "__isoc23_strtoul", "__isoc23_strtoll", "__isoc23_strtoull", "__isoc23_sscanf",
        "__memcpy_chk", "__memset_chk", "__memmove_chk", "__strcpy_chk", "__strcat_chk", "__sprintf_chk",
        "__snprintf_chk", "__vsnprintf_chk", "__printf_chk", "__fprintf_chk", "__vfprintf_chk", "__fdelt_chk",
        "__longjmp_chk", "__read_chk",
    ];

    /// <summary>Names inside of musl's libc.a, which a Rust library for musl carries whole.</summary>
    private static readonly string[] s_musl =
    [
        "__init_libc", "__init_tp", "__procfdname", "__ofl_lock", "__stdio_write", "__fwritex", "__lctrans", "__vm_wait",
    ];

    /// <summary>Names that the C libraries for Linux have and those of other systems have not.</summary>
    private static readonly string[] s_linux = ["__errno_location", "epoll_create1", "epoll_ctl", "inotify_init1"];

    private static readonly string[] s_android =
    [
        "android_set_abort_message", "__system_property_get", "__android_log_write", "__android_log_print",
    ];

    /// <summary>Names of Microsoft's C runtime.</summary>
    internal static readonly string[] Microsofts = [
        "__CxxFrameHandler3", "__CxxFrameHandler4", "_CxxThrowException", "__security_cookie", "__security_check_cookie",
        "__GSHandlerCheck", "_fltused"];

    /// <summary>Names of GCC's and mingw-w64's.</summary>
    internal static readonly string[] MinGWs = [
        "___chkstk_ms", "_GCC_specific_handler", "__gxx_personality_seh0", "_Unwind_Resume", "_Unwind_RaiseException", "__mingw_vfprintf",
        "__mingw_vsnprintf"];

    internal readonly record struct Clue(string Os, Evidence Evidence);

    public static IEnumerable<Clue> In(
        IReadOnlyList<MemberGroup> groups, Func<string, bool> defines, NameSet undefined, Directives directives, ImageFacts? image)
    {
        if (groups.Any(group => group.Format == ObjectFormat.Elf)) return OfElf(defines, undefined, image);
        if (groups.Any(group => group.Format is ObjectFormat.Coff or ObjectFormat.CoffAnonymous))
        {
            return OfCoff(defines, undefined, directives);
        }

        return groups.Select(group => group.Os).Distinct().Where(os => os.RustEnvironment() is not null)
            .Select(os => new Clue(os.RustName(), new Evidence(os.RustEnvironment()!, "its load commands say so")));
    }

    private static IEnumerable<Clue> OfElf(Func<string, bool> defines, NameSet undefined, ImageFacts? image)
    {
        if (image?.Interpreter is { } interpreter)
        {
            if (interpreter.Contains("/ld-linux", StringComparison.Ordinal))
            {
                yield return new("linux", new("gnu", $"its interpreter is {interpreter}"));
            }

            if (interpreter.Contains("/ld-musl-", StringComparison.Ordinal))
            {
                yield return new("linux", new("musl", $"its interpreter is {interpreter}"));
            }

            if (interpreter.Contains("/linker", StringComparison.Ordinal))
            {
                yield return new("linux", new("android", $"its interpreter is {interpreter}"));
            }
        }

        if (image?.Needed.FirstOrDefault(library => library.StartsWith("libc.musl-", StringComparison.Ordinal)) is { } muslLibrary)
        {
            yield return new("linux", new("musl", $"it needs {muslLibrary}"));
        }

        if (image?.Needed.Contains("libc.so.6") == true) yield return new("linux", new("gnu", "it needs libc.so.6"));
        if (s_glibc.FirstOrDefault(undefined.Contains) is { } glibc)
        {
            yield return new("linux", new("gnu", $"it refers to {glibc}, which is glibc's alone"));
        }

        if (s_musl.Where(defines).Take(3).ToList() is { Count: > 1 } musl)
        {
            yield return new(
                "linux", new("musl", $"it carries members of musl's own C library, which define {string.Join(", ", musl)}"));
        }

        if (s_android.FirstOrDefault(undefined.Contains) is { } android)
        {
            yield return new("linux", new("android", $"it refers to {android}, which is Android's alone"));
        }

        if (s_linux.FirstOrDefault(undefined.Contains) is { } linux)
        {
            yield return new("linux", new("", $"it refers to {linux}, which is Linux's"));
        }
    }

    private static IEnumerable<Clue> OfCoff(Func<string, bool> defines, NameSet undefined, Directives directives)
    {
        if (Microsofts.FirstOrDefault(undefined.Contains) is { } msvc)
        {
            yield return new("windows", new("msvc", $"it refers to {msvc}, which is of Microsoft's C runtime"));
        }
        else if (directives.AreMicrosofts)
        {
            yield return new("windows", new("msvc", $"its members ask for {directives.DefaultLibraries.First()} with /DEFAULTLIB"));
        }

        if (MinGWs.FirstOrDefault(name => undefined.Contains(name) || defines(name)) is { } mingw)
        {
            yield return new("windows", new("gnu", $"it has {mingw}, which is of GCC and mingw-w64"));
        }
    }
}
