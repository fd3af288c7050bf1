using System.Globalization;
using System.Text;

namespace Bench.Inputs;

/// <summary>Copies of objects with other names in them, of the same length: the copies stand beside each other in one archive.</summary>
internal static class RenamedMembers
{
    /// <summary>What is part of the names that a Rust library defines, and of no name of the system's; # is the copy's number.</summary>
    private static readonly (string Name, string Copy)[] s_ofRust =
    [
        ("_ZN", "_Z#"), ("_RNv", "_RN#"), ("_RIN", "_RI#"), ("___rustc", "___rust#"), (".llvm.", ".llv#."), ("rust_", "rus#_"), ("__rdl_", "__rd#_"), ("__rg_", "__r#_"),
        ("ffi_slim_", "ffi_sli#_"), ("slim_sample_", "sli#_sample_"), ("UNIFFI_META_", "UNIFFI_MET#_"),
    ];

    /// <summary>Makes a Rust object the copy of this number, below 10; the bytes are changed in place.</summary>
    public static byte[] Rust(byte[] bytes, int copy) =>
        s_ofRust.Aggregate(bytes, (renamed, part) => Replace(renamed, part.Name, Numbered(part.Copy, copy)));

    /// <summary>What a name is in that copy.</summary>
    public static string Rust(string name, int copy) =>
        s_ofRust.Aggregate(name, (renamed, part) => renamed.Replace(part.Name, Numbered(part.Copy, copy), StringComparison.Ordinal));

    /// <summary>Puts a text in the place of another that is as long, everywhere; the bytes are changed in place.</summary>
    public static byte[] Replace(byte[] bytes, string old, string text)
    {
        var (from, to) = (Encoding.ASCII.GetBytes(old), Encoding.ASCII.GetBytes(text));
        var rest = bytes.AsSpan();
        for (var at = rest.IndexOf(from); at >= 0; at = rest.IndexOf(from))
        {
            to.CopyTo(rest[at..]);
            rest = rest[(at + to.Length)..];
        }

        return bytes;
    }

    private static string Numbered(string part, int copy) =>
        part.Replace("#", copy.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
