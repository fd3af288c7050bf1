using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>
/// The libraries and runtimes that a library's COFF members ask for
/// in their .drectve sections (PE Format, "The .drectve Section").
/// </summary>
public sealed class Directives
{
    /// <summary>In bytes, of one section: exports of a large DLL are some hundred thousand.</summary>
    private const int Longest = 1 << 20;

    /// <summary>Of the different values of one directive: more than any library has.</summary>
    private const int Most = 1000;

    private static readonly Dictionary<string, string> s_flavours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["libcmt"] = "/MT",
        ["libcmtd"] = "/MTd",
        ["msvcrt"] = "/MD",
        ["msvcrtd"] = "/MDd",
        ["MT_StaticRelease"] = "/MT",
        ["MTd_StaticDebug"] = "/MTd",
        ["MD_DynamicRelease"] = "/MD",
        ["MDd_DynamicDebug"] = "/MDd",
    };

    private readonly SortedSet<string> _libraries = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, string> _runtimes = new(StringComparer.Ordinal);

    /// <summary>The libraries of <c>/DEFAULTLIB</c>, without <c>.lib</c>.</summary>
    public IReadOnlyCollection<string> DefaultLibraries => _libraries;

    /// <summary>
    /// The flavours of the C runtime that members ask for (<c>/MT</c>, <c>/MD</c>, with <c>d</c>
    /// for debugging), and the member that first did. More than one do not link together.
    /// </summary>
    public IReadOnlyDictionary<string, string> Runtimes => _runtimes;

    /// <summary>Whether there was any of a Microsoft compiler's own.</summary>
    internal bool AreMicrosofts => _libraries.Count > 0;

    internal void Take(string member, ObjectFile file, in ObjectSection section)
    {
        foreach (var directive in LinkerDirective.In(file, section, Longest))
        {
            foreach (var value in directive.Values)
            {
                if (directive.Name == "defaultlib") TakeLibrary(member, value);
                else if (directive.Name == "failifmismatch" && value.Split('=') is ["RuntimeLibrary", var runtime])
                {
                    TakeRuntime(member, runtime);
                }
            }
        }
    }

    private void TakeLibrary(string member, string name)
    {
        if (name.EndsWith(".lib", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        if (_libraries.Count < Most) _libraries.Add(name);
        TakeRuntime(member, name);
    }

    private void TakeRuntime(string member, string name)
    {
        if (s_flavours.TryGetValue(name, out var flavour)) _runtimes.TryAdd(flavour, member);
    }
}
