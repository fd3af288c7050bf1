using StaticLibraries.Libraries;

namespace RuntimePacks.Authoring;

/// <summary>
/// What a library must be linked with: what Rust's std is linked with on its system, what its objects ask the linker for, and what has the
/// names that it refers to.
/// </summary>
internal sealed class SystemNeeds
{
    /// <summary>The C runtime's, which NativeAOT links with by itself.</summary>
    private static readonly HashSet<string> s_runtimes = new(StringComparer.OrdinalIgnoreCase)
    {
        "libcmt", "libcmtd", "msvcrt", "msvcrtd", "libcpmt", "libcpmtd", "msvcprt", "msvcprtd", "oldnames", "uuid", "libvcruntime",
        "vcruntime", "libucrt", "ucrt",
    };

    private readonly HashSet<string> _certain = [];

    private SystemNeeds(LibraryTarget library)
    {
        var summary = library.Library.Summary;
        var os = TargetTriple.Parse(library.Target).Os;
        var names = SystemNames.Of(os);
        string[] own = os switch
        {
            "linux" => ["m", "pthread", "dl"],
            "windows" => ["kernel32", "ntdll", "userenv", "ws2_32", "dbghelp"],
            _ => [],
        };
        var asked = summary.Directives.DefaultLibraries.Where(name => !s_runtimes.Contains(name)).Select(name => name.ToLowerInvariant());
        _certain = [.. own, .. asked];
        var undefined = summary.Undefined
            .Select(name => name.StartsWith("__imp_", StringComparison.Ordinal) ? name["__imp_".Length..] : name).ToList();
        var found = names.Where(rule => undefined.Any(rule.Name.IsMatch)).ToList();
        Libraries = [.. _certain.Concat(found.Where(rule => !rule.IsFramework).Select(rule => rule.Library)).Distinct()];
        Frameworks = [.. found.Where(rule => rule.IsFramework).Select(rule => rule.Library).Distinct()];
    }

    public IReadOnlyList<string> Libraries { get; }

    public IReadOnlyList<string> Frameworks { get; }

    /// <summary>Those that are told by names alone.</summary>
    public IEnumerable<string> Guesses => Libraries.Where(name => !_certain.Contains(name)).Concat(Frameworks);

    public static SystemNeeds Of(LibraryTarget library) => new(library);
}
