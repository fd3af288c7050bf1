using StaticLibraries.Libraries;

namespace StaticLibraries.Tests.Libraries;

/// <summary>The options in a .drectve section, as linkers take them apart.</summary>
public sealed class LinkerDirectiveTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" /DEFAULTLIB:libcmt ", "defaultlib libcmt")]
    [InlineData("-defaultlib:libcmt -defaultlib:oldnames.lib", "defaultlib libcmt;defaultlib oldnames.lib")]
    [InlineData("/DEFAULTLIB:\"libcmt\"", "defaultlib libcmt")]
    [InlineData("\"/DEFAULTLIB:my lib\" /INCLUDE:one", "defaultlib my lib;include one")]
    [InlineData("/INCLUDE:\"six seven\"", "include six seven")]
    [InlineData("/EXPORT:two=three,@7,DATA", "export two=three|@7|DATA")]
    [InlineData("-aligncomm:\"_common\",4", "aligncomm _common|4")]
    [InlineData("-exclude-symbols:a,b,\"c,d\"", "exclude-symbols a|b|c,d")]
    [InlineData("/FAILIFMISMATCH:\"RuntimeLibrary=MT_StaticRelease\"", "failifmismatch RuntimeLibrary=MT_StaticRelease")]
    [InlineData("/merge:.include=five", "merge .include=five")]
    [InlineData("/throwingnew\t/include:?f@@YAXXZ\0/include:g\r\n", "throwingnew ;include ?f@@YAXXZ;include g")]
    [InlineData("\ufeff/include:after_a_byte_order_mark", "include after_a_byte_order_mark")]
    [InlineData("no option /include:one", "include one")]
    public void A_section_is_taken_apart_as_linkers_do(string text, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ';', LinkerDirective.Parse(text).Select(directive => $"{directive.Name} {string.Join('|', directive.Values)}")));
}
