using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace RuntimePacks.Reports.Rendering;

/// <summary>A piece of a page. Whatever is put into one is escaped; only another piece goes in as it is.</summary>
internal sealed record Html
{
    private readonly string _text;

    private Html(string text) => _text = text;

    public static Html Empty { get; } = new("");

    /// <summary>A piece with holes in it.</summary>
    public static Html Of(Holes text) => new(text.ToString());

    /// <summary>A piece for a value, or none where there is no value.</summary>
    public static Html If<T>(T? value, Func<T, Html> piece)
        where T : class => value is null ? Empty : piece(value);

    public override string ToString() => _text;

    /// <summary>What the compiler makes of <c>$"…"</c>: the words between the holes are markup, what fills a hole is text.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Holes(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + (16 * formattedCount));

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Html piece) => _text.Append(piece._text);

        public void AppendFormatted(IEnumerable<Html> pieces) => _text.AppendJoin("", pieces.Select(piece => piece._text));

        public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

        public void AppendFormatted(int number) => _text.Append(number);

        public void AppendFormatted(double number, string format) => _text.Append(number.ToString(format));

        public override string ToString() => _text.ToString();
    }
}
