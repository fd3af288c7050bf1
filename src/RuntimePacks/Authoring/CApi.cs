using System.Text;
using System.Text.RegularExpressions;
using StaticLibraries;
using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Authoring;

/// <summary>
/// The names of a static library that look like what it is there for: functions and data with names of C. In a library of Rust those that
/// Rust's own objects define, since objects of C come from libraries that it uses.
/// </summary>
internal sealed partial class CApi
{
    private readonly SortedSet<string> _functions = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _data = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _carried = new(StringComparer.Ordinal);

    private CApi(StaticLibrary library)
    {
        IsRust = library.Members.Any(member => OfRust().IsMatch(member.Name));
        foreach (var member in library.Members.Where(member => member.Kind == ArMemberKind.Object)) Take(library, member);
        if (_functions.Count > 0 || _carried.Count == 0) return;
        (_functions, _carried) = (_carried, _functions); // Rust behind an interface in C
    }

    /// <summary>Whether rustc made some of it.</summary>
    public bool IsRust { get; }

    public IReadOnlySet<string> Functions => _functions;

    public IEnumerable<string> Names => _functions.Concat(_data);

    /// <summary>The names of C that objects of libraries in C have, inside of one of Rust.</summary>
    public IEnumerable<string> Carried => _carried;

    /// <param name="path">The library.</param>
    /// <exception cref="ArchiveFormatException">A member is damaged, or is no object.</exception>
    public static CApi Of(string path)
    {
        using var library = StaticLibrary.Open(path);
        return new CApi(library);
    }

    /// <summary>Whether it is a name of C that a library's author chose.</summary>
    public static bool IsName(string name) => Name().IsMatch(name) && !OfCompilers().IsMatch(name);

    private void Take(StaticLibrary library, ArMember member)
    {
        using var opened = library.OpenObject(member);
        if (IsImport(opened) || Builtins().IsMatch(member.Name)) return;
        var isOwn = !IsRust || OfRust().IsMatch(member.Name);
        foreach (var symbol in opened.Symbols())
        {
            if (!symbol.IsExport || symbol.Kind is not (SymbolKind.Func or SymbolKind.Data or SymbolKind.Common)) continue;
            var bytes = opened.CNameOf(symbol);
            if (!StartsAsName(bytes)) continue;
            var name = Encoding.UTF8.GetString(bytes);
            if (IsName(name)) (!isOwn ? _carried : symbol.Kind == SymbolKind.Func ? _functions : _data).Add(name);
        }
    }

    /// <summary>Whether it stands for a function of one of Windows' DLLs.</summary>
    private static bool IsImport(ObjectFile file) =>
        file.Format == ObjectFormat.CoffImport
        || (file.Format == ObjectFormat.Coff && file.Sections().Any(section => section.Kind == SectionKind.Import));

    /// <summary>Names with an underscore before them are the compilers' and the system's, mangled ones among them.</summary>
    public static bool StartsAsName(ReadOnlySpan<byte> name) => name.Length > 0 && char.IsAsciiLetter((char)name[0]);

    [GeneratedRegex(@"\.rcgu\.o(/|$)|\.rcgu\.")]
    private static partial Regex OfRust();

    /// <summary>The crate with what compilers call by themselves: on Windows nothing hides it.</summary>
    [GeneratedRegex("compiler_builtins")]
    private static partial Regex Builtins();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex Name();

    /// <summary>
    /// What Rust's std and the C library have under names of C, what the linker and the loader ask a library for, and what UniFFI writes
    /// for its own generator.
    /// </summary>
    [GeneratedRegex(
        "^(rust_(eh_personality|begin_unwind|panic|oom|drop_panic|foreign_exception).*|mem(cpy|move|set|cmp)|bcmp|strlen"
        + "|main|DllMain|UNIFFI_META_.*|malloc|free|calloc|realloc|reallocarray|posix_memalign|aligned_alloc|memalign|valloc|pvalloc"
        + "|cfree|malloc_usable_size)$")]
    private static partial Regex OfCompilers();
}
