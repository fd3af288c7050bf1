using System.Text;
using StaticLibraries.Coff;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>What a library's COFF members tell the linker in their .drectve sections (PE Format, "The .drectve Section").</summary>
public sealed class Directives
{
    /// <summary>In bytes, of one section: exports of a large DLL are some hundred thousand.</summary>
    private const int Longest = 1 << 20;

    /// <summary>Of the different values of one directive: more than any library has.</summary>
    private const int Most = 1000;

    private const string RuntimeLibrary = "RuntimeLibrary=";

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
    /// The flavours of the C runtime that members ask for (<c>/MT</c>, <c>/MD</c>, with <c>d</c> for debugging), and the member
    /// that first did. More than one do not link together.
    /// </summary>
    public IReadOnlyDictionary<string, string> Runtimes => _runtimes;

    /// <summary>Whether there was any of a Microsoft compiler's own.</summary>
    internal bool AreMicrosofts => _libraries.Count > 0;

    internal void Take(string member, ObjectFile file, in ObjectSection section)
    {
        var buffer = new byte[Math.Min(section.FileSize, Longest)];
        foreach (var directive in CoffDirective.Split(file.BytesOf(section, buffer)))
        {
            var value = Encoding.UTF8.GetString(directive.Value);
            if (directive.Option == "defaultlib") TakeLibrary(member, value);
            if (directive.Option != "failifmismatch" || !value.StartsWith(RuntimeLibrary, StringComparison.OrdinalIgnoreCase)) continue;
            if (s_flavours.TryGetValue(value[RuntimeLibrary.Length..], out var flavour)) _runtimes.TryAdd(flavour, member);
        }
    }

    private void TakeLibrary(string member, string name)
    {
        if (name.EndsWith(".lib", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        if (_libraries.Count < Most) _libraries.Add(name);
        if (s_flavours.TryGetValue(name, out var flavour)) _runtimes.TryAdd(flavour, member);
    }
}
