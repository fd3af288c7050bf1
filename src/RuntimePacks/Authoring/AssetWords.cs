using System.Text.RegularExpressions;
using StaticLibraries.Objects;

namespace RuntimePacks.Authoring;

/// <summary>The words in a file's name that tell for which machine and system it is, and where they stand.</summary>
internal sealed partial class AssetWords
{
    private static readonly (string Word, Machine Machine, string? Os, string? Environment)[] s_words =
    [
        ("x86[_-]64", Machine.X86_64, null, null),
        ("x64|amd64", Machine.X86_64, null, null),
        ("aarch64|arm64|armv8", Machine.Aarch64, null, null),
        ("arm64ec", Machine.Arm64EC, null, null),
        ("i[3-6]86|x86|ia32", Machine.I686, null, null),
        ("armv[67][a-z]*|armhf|arm", Machine.Arm, null, null),
        ("riscv64[a-z]*", Machine.Riscv64, null, null),
        ("powerpc64|powerpc64le|ppc64|ppc64le", Machine.Powerpc64, null, null),
        ("s390x", Machine.S390x, null, null),
        ("loongarch64", Machine.Loongarch64, null, null),
        ("linux", Machine.Unknown, "linux", null),
        ("linux64", Machine.X86_64, "linux", null),
        ("darwin|macosx?|osx|mac|apple", Machine.Unknown, "darwin", null),
        ("windows|win", Machine.Unknown, "windows", null),
        ("win64", Machine.X86_64, "windows", null),
        ("win32", Machine.I686, "windows", null),
        ("ios", Machine.Unknown, "ios", null),
        ("android|androideabi", Machine.Unknown, "android", null),
        ("freebsd", Machine.Unknown, "freebsd", null),
        ("gnu|glibc|gnueabihf|gnueabi", Machine.Unknown, null, "gnu"),
        ("muslc?|musleabihf|alpine", Machine.Unknown, null, "musl"),
        ("msvc", Machine.Unknown, null, "msvc"),
        ("mingw|gnullvm", Machine.Unknown, "windows", "gnu"),
        ("mingw64|gnu64", Machine.X86_64, "windows", "gnu"),
        ("unknown|pc|universal2?", Machine.Unknown, null, null),
    ];

    private static readonly Regex[] s_patterns =
        [.. s_words.Select(word => new Regex($"^(?:{word.Word})$", RegexOptions.CultureInvariant))];

    private AssetWords(string name)
    {
        Name = name;
        foreach (Match match in Word().Matches(name.ToLowerInvariant()))
        {
            var index = Array.FindIndex(s_patterns, pattern => pattern.IsMatch(match.Value));
            if (index < 0) continue;
            var (_, machine, os, environment) = s_words[index];
            if (End == 0) Start = match.Index;
            End = match.Index + match.Length;
            if (machine != Machine.Unknown) Machine = machine;
            Os = os ?? Os;
            Environment = environment ?? Environment;
        }
    }

    public string Name { get; }

    /// <summary>Unknown where no word tells.</summary>
    public Machine Machine { get; }

    /// <summary>As Rust's targets have it; null where no word tells.</summary>
    public string? Os { get; }

    /// <summary>As Rust's targets have it; null where no word tells.</summary>
    public string? Environment { get; }

    /// <summary>Where the first of the words begins.</summary>
    public int Start { get; }

    /// <summary>Where the last of the words ends; 0 where there is none.</summary>
    public int End { get; }

    /// <summary>Whether any word tells something.</summary>
    public bool Tell => End > 0;

    /// <summary>What stands before the words; all of it where there are none.</summary>
    public string Before => Tell ? Name[..Start] : Name;

    /// <summary>What stands behind the words.</summary>
    public string Behind => Tell ? Name[End..] : "";

    /// <summary>Whether it says that it is not the one that people use.</summary>
    public bool IsSpecial => Special().IsMatch(Name);

    public static AssetWords Of(string name) => new(name);

    /// <summary>Between the characters that stand between words; the one machine with such a character in its name is one word.</summary>
    [GeneratedRegex("x86[_-]64|[a-z0-9]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![a-z])(debug|dbg|debuginfo|symbols|asan|min|minimal)(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex Special();
}
