using System.Globalization;
using System.Net;
using System.Text;

namespace Bench;

/// <summary>
/// A bar per row of the table: how much of the other way's time, bytes or memory ours takes. An SVG for light and dark pages.
/// </summary>
internal static class Chart
{
    private const int Width = 900, Margin = 20, LineHeight = 44, Top = 60, BarHeight = 12, BarWidth = 620;

    public static string Svg(IReadOnlyList<BenchmarkRow> rows)
    {
        var largest = Math.Max(1, rows.Max(row => row.Ratio)) * 1.05;
        var height = Top + rows.Count * LineHeight + Margin;
        var svg = new StringBuilder($$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{height}}" width="{{Width}}" height="{{height}}" role="img" font-family="system-ui, sans-serif" font-size="13">
              <title>Ours in terms of the other way: less is better</title>
              <style>
                svg { background: #ffffff } text { fill: #1f2328 } .quiet { fill: #59636e } .bar { fill: #0969da } .over { fill: #cf222e } .one { stroke: #59636e }
                @media (prefers-color-scheme: dark) { svg { background: #0d1117 } text { fill: #f0f6fc } .quiet { fill: #9198a1 } .bar { fill: #4493f8 } .over { fill: #f85149 } .one { stroke: #9198a1 } }
              </style>
              <text x="{{Margin}}" y="28" font-size="16">Ours in terms of the other way: less is better</text>
              <line class="one" x1="{{Number(X(1))}}" x2="{{Number(X(1))}}" y1="{{Top - 14}}" y2="{{height - Margin}}" stroke-dasharray="3 3"/>
              <text class="quiet" x="{{Number(X(1))}}" y="{{Top - 18}}" text-anchor="middle">the other way</text>

            """);
        foreach (var (i, row) in rows.Index())
        {
            var y = Top + i * LineHeight;
            svg.Append(CultureInfo.InvariantCulture, $"""
                  <text x="{Margin}" y="{y + 14}">{WebUtility.HtmlEncode(row.Name)}</text>
                  <rect class="{(row.Ratio <= row.Limit ? "bar" : "over")}" x="{Margin}" y="{y + 20}" width="{Number(Math.Max(1, X(row.Ratio) - Margin))}" height="{BarHeight}" rx="2"/>
                  <text class="quiet" x="{Width - Margin}" y="{y + 30}" text-anchor="end">{row.Ratio:0.00}: {WebUtility.HtmlEncode(row.Ours)} of {WebUtility.HtmlEncode(row.Theirs)}</text>

                """);
        }

        return svg.Append("</svg>\n").ToString();

        double X(double ratio) => Margin + ratio / largest * BarWidth;
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
