using StaticLibraries.Libraries;

namespace StaticLibraries.Tests.Libraries;

/// <summary>The oldest glibc that a library links with, by what it leaves undefined.</summary>
public sealed class GlibcNeedTests(CompiledObjects objects)
{
    private const string X64 = "x86_64-unknown-linux-gnu", Arm64 = "aarch64-unknown-linux-gnu";

    [Theory]
    [InlineData(X64, "long __isoc23_strtol(const char *, char **, int); long f(void) { return __isoc23_strtol(0, 0, 0); }", "2.38 __isoc23_strtol")]
    [InlineData(
        X64, "int strlcpy(void); int strlcat(void); int memcpy(void); int f(void) { return strlcpy() + strlcat() + memcpy(); }",
        "2.38 strlcat strlcpy")]
    [InlineData(X64, "int pidfd_open(void); int gettid(void); int f(void) { return pidfd_open() + gettid(); }", "2.36 pidfd_open")]
    [InlineData(X64, "int printf(const char *, ...); int f(void) { return printf(\"x\"); }", "2.2.5 printf")]
    [InlineData(Arm64, "int printf(const char *, ...); int f(void) { return printf(\"x\"); }", "2.17 printf")]
    [InlineData(X64, "int stat(void); int puts(void); int f(void) { return stat() + puts(); }", "2.2.5 puts")]
    [InlineData(X64, "int gettid(void) __attribute__((weak)); int puts(void); int f(void) { return gettid ? gettid() : puts(); }", "2.2.5 puts")]
    [InlineData(X64, "int gettid(void) { return 1; } int puts(void); int f(void) { return gettid() + puts(); }", "2.2.5 puts")]
    [InlineData(X64, "int of_nobody(void); int f(void) { return of_nobody(); }", null)]
    [InlineData("x86_64-unknown-linux-musl", "int gettid(void); int f(void) { return gettid(); }", null)]
    public async Task It_is_told_with_the_names_that_say_so(string target, string code, string? need)
    {
        using var folder = new TemporaryFolder();
        var compiled = folder["object.o"];
        await objects.Run("clang", $"--target={target}", "-c", "-O1", "-fno-builtin", folder.Write("code.c", code), "-o", compiled);
        using var library = StaticLibrary.Open(compiled);
        var found = GlibcNeed.Of(TargetTriple.Parse(target), library.Summarize().Undefined);
        Assert.Equal(need, found is null ? null : string.Join(' ', found.Because.Prepend(found.Version)));
    }
}
