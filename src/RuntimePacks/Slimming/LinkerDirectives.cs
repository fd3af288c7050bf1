using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;
using StaticLibraries.Ar;
using StaticLibraries.Objects;

namespace RuntimePacks.Slimming;

/// <summary>
/// The options that a COFF object gives the linker in its <c>.drectve</c> section (PE Format, "The .drectve Section"), those
/// that name symbols: <c>/INCLUDE</c>, <c>/EXPORT</c> and <c>/ALTERNATENAME</c>.
/// </summary>
internal sealed partial class LinkerDirectives(string archive) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(archive);

    /// <summary>The symbols that a member's directives refer to, in the names of C.</summary>
    public IEnumerable<string> ReferencesOf(ArMember member, ObjectFile opened)
    {
        if (opened.Format != ObjectFormat.Coff) return [];
        var names = opened.Sections().Where(section => section.Kind == SectionKind.LinkerDirectives).SelectMany(section => Names(Text(member, section)));
        return [.. names.Select(name => opened.HasLeadingUnderscore && name.StartsWith('_') ? name[1..] : name)];
    }

    /// <summary>Every symbol in a line of directives.</summary>
    internal static IEnumerable<string> Names(string directives) => Directive().Matches(directives)
        .SelectMany(match => match.Groups["name"].Captures.Select(name => name.Value));

    public void Dispose() => _file.Dispose();

    private string Text(ArMember member, ObjectSection section)
    {
        var bytes = new byte[Math.Min(section.FileSize, member.Size)];
        var count = RandomAccess.Read(_file, bytes, member.DataOffset + section.FileOffset);
        return Encoding.UTF8.GetString(bytes.AsSpan(0, count));
    }

    [GeneratedRegex("""(?:^|\s)"?[/-](?:include|export|alternatename):"?(?<name>[^\s",=\0]+)(?:=(?<name>[^\s",\0]+))?""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Directive();
}
