using System.Text;
using System.Text.RegularExpressions;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>What a library's COFF members tell the linker in their .drectve sections (PE Format, "The .drectve Section").</summary>
public sealed partial class Directives
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

    /// <summary>The flavours of the C runtime that members ask for (<c>/MT</c>, <c>/MD</c>, with <c>d</c> for debugging), and the member that first did. More than one do not link together.</summary>
    public IReadOnlyDictionary<string, string> Runtimes => _runtimes;

    /// <summary>Whether there was any of a Microsoft compiler's own.</summary>
    internal bool AreMicrosofts => _libraries.Count > 0;

    internal void Take(string member, ObjectFile file, in ObjectSection section)
    {
        var buffer = new byte[Math.Min(section.FileSize, Longest)];
        var text = Encoding.UTF8.GetString(file.BytesOf(section, buffer));
        foreach (Match match in DefaultLibrary().Matches(text))
        {
            var name = match.Groups[1].Value.Trim('"');
            if (name.EndsWith(".lib", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
            if (_libraries.Count < Most) _libraries.Add(name);
            if (s_flavours.TryGetValue(name, out var flavour)) _runtimes.TryAdd(flavour, member);
        }

        foreach (Match match in RuntimeLibrary().Matches(text))
        {
            if (s_flavours.TryGetValue(match.Groups[1].Value, out var flavour)) _runtimes.TryAdd(flavour, member);
        }
    }

    [GeneratedRegex("""[/-]defaultlib:("[^"]*"|\S+)""", RegexOptions.IgnoreCase)]
    private static partial Regex DefaultLibrary();

    [GeneratedRegex("""[/-]failifmismatch:"?RuntimeLibrary=(\w+)""", RegexOptions.IgnoreCase)]
    private static partial Regex RuntimeLibrary();
}
