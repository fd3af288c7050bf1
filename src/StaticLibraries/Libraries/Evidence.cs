namespace StaticLibraries.Libraries;

/// <summary>One thing that a library is, in the words of a Rust target triple, and what shows it.</summary>
/// <param name="Value">As <c>x86_64</c>, <c>linux</c>, <c>musl</c>.</param>
/// <param name="Because">A clause: <c>its members refer to gnu_get_libc_version, which glibc alone has</c>.</param>
public sealed record Evidence(string Value, string Because);
