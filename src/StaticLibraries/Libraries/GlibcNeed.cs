using System.Reflection;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>The oldest version of glibc that has all that a library asks of it: what is older neither links nor runs it.</summary>
/// <param name="Version">As glibc writes it: 2.38.</param>
/// <param name="Because">The names that no older one has, in ordinal order.</param>
/// <remarks>The versions are those of glibc's own lists of its ABI (sysdeps/unix/sysv/linux/MACHINE/lib*.abilist).</remarks>
public sealed record GlibcNeed(string Version, IReadOnlyList<string> Because)
{
    private static readonly Lazy<IReadOnlyDictionary<string, (Version? X64, Version? Arm64)>> s_first = new(Read);

    /// <summary>What older versions have too, in libc_nonshared.a, which is linked into each program.</summary>
    private static readonly HashSet<string> s_everywhere =
    [
        "at_quick_exit", "atexit", "fstat", "fstat64", "fstatat", "fstatat64", "lstat", "lstat64", "mknod", "mknodat", "pthread_atfork",
        "stat", "stat64",
    ];

    /// <summary>What a library needs of glibc; null where it needs nothing, or glibc is not the C library of its target.</summary>
    /// <param name="undefined">What its members refer to and none defines; a weak reference does without.</param>
    public static GlibcNeed? Of(TargetTriple triple, NameSet undefined)
    {
        if (triple is not { Os: "linux", Environment: "gnu", Machine: Machine.X86_64 or Machine.Aarch64 }) return null;
        var needs = undefined.Symbols
            .Where(symbol => symbol.Binding != SymbolBinding.Weak && !s_everywhere.Contains(symbol.Name))
            .Select(symbol => (symbol.Name, First: First(triple.Machine, symbol.Name)))
            .Where(need => need.First is not null)
            .ToLookup(need => need.First!, need => need.Name);
        if (needs.Count == 0) return null;
        var newest = needs.Max(need => need.Key)!;
        return new GlibcNeed(newest.ToString(), [.. needs[newest].Order(StringComparer.Ordinal)]);
    }

    private static Version? First(Machine machine, string name) =>
        s_first.Value.TryGetValue(name, out var first) ? machine == Machine.Aarch64 ? first.Arm64 : first.X64 : null;

    private static Dictionary<string, (Version? X64, Version? Arm64)> Read()
    {
        using var table = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("glibc-versions.tsv")!);
        var versions = new Dictionary<string, (Version?, Version?)>(StringComparer.Ordinal);
        while (table.ReadLine() is { } line)
        {
            if (!line.StartsWith('#') && line.Split('\t') is [var name, var x64, var arm64, ..])
            {
                versions[name] = (Parse(x64), Parse(arm64));
            }
        }

        return versions;

        // A dash stands for a name that the machine does not have.
        static Version? Parse(string text) => System.Version.TryParse(text, out var version) ? version : null;
    }
}
