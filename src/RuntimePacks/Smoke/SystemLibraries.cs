using System.Text.RegularExpressions;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Smoke;

/// <summary>
/// The shared libraries that every system like this one has: a program that needs no other has nothing to ship or install.
/// </summary>
internal static partial class SystemLibraries
{
    /// <summary>Whether the system has a library of this name, as executables ask for it.</summary>
    public static bool Has(string name) =>
        OperatingSystem.IsWindows() ? ApiSet().IsMatch(name) || File.Exists(Path.Combine(Environment.SystemDirectory, name))
        : OperatingSystem.IsMacOS()
            ? name.StartsWith("/usr/lib/", StringComparison.Ordinal)
                || name.StartsWith("/System/Library/", StringComparison.Ordinal)
        : OfLinux().IsMatch(name);

    /// <summary>What an executable asks of the system that loads it.</summary>
    /// <exception cref="ArchiveFormatException">It is no executable.</exception>
    public static ImageFacts ImageOf(string executable)
    {
        using var file = StaticLibrary.Open(executable);
        using var opened = file.OpenObject();
        return opened.Image() ?? throw new RuntimePacksException($"{executable} is not an executable");
    }

    [GeneratedRegex(@"^(libc|libm|libdl|libpthread|librt|ld-linux[a-z0-9-]*|ld-musl-[a-z0-9_]+|libc\.musl-[a-z0-9_]+)\.so\.\d+$")]
    private static partial Regex OfLinux();

    [GeneratedRegex("^(api|ext)-ms-", RegexOptions.IgnoreCase)]
    private static partial Regex ApiSet();
}
