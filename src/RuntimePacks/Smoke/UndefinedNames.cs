using System.Text;
using System.Text.RegularExpressions;
using StaticLibraries.Libraries;

namespace RuntimePacks.Smoke;

/// <summary>
/// What a library and the objects that call it leave to the system: a stub in the place of the system has these names. Those that only
/// Rust gives are not among them, so that what a library has lost of its own is missed by the linker; nor is what linkers define.
/// </summary>
internal static partial class UndefinedNames
{
    private const string ImportPrefix = "__imp_";

    /// <summary>Where a program for Windows begins: its linker says.</summary>
    private const string ImageBase = "__ImageBase";

    /// <returns>In the names of C, in order.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<string> files, IEnumerable<string> exports)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            using var library = StaticLibrary.Open(file);
            foreach (var name in library.Summarize().Undefined)
            {
                names.Add(name.StartsWith(ImportPrefix, StringComparison.Ordinal) ? name[ImportPrefix.Length..] : name);
            }
        }

        names.ExceptWith(exports.Append(ImageBase));
        return [.. names.Where(name => !OfRust().IsMatch(name))];
    }

    /// <summary>Rust's symbol mangling (RFC 2603), the one before it, and the names of its allocator and unwinder.</summary>
    [GeneratedRegex(@"^(_R|_ZN\w*17h[0-9a-f]{16}E|__rust_|rust_)")]
    private static partial Regex OfRust();
}
