namespace RuntimePacks.Reports.Rendering;

/// <summary>Charts as SVG inside the page; each says in words what it shows.</summary>
internal static class Chart
{
    private const double Visible = 0.6;

    /// <summary>One quantity inside another: what is left of it.</summary>
    /// <param name="part">Drawn over the whole.</param>
    /// <param name="words">What it shows, for those who do not see it.</param>
    public static Html Part(double part, double whole, string words) => Html.Of($"""
        <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{words}">
        <rect class="whole" width="100" height="10"/><rect class="part" width="{Share(part, whole):0.##}" height="10"/></svg>
        """);

    /// <summary>A quantity beside others of its kind, which text beside it names.</summary>
    public static Html Length(double value, double longest) => Html.Of($"""
        <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="part" width="{Share(value, longest):0.##}" height="10"/></svg>
        """);

    /// <summary>A quantity over time: a column per moment, the last one marked; no column where it is not known.</summary>
    public static Html Columns(IReadOnlyList<double?> values, double highest, string words)
    {
        var step = 100.0 / values.Count;
        return Html.Of($"""
            <svg class="columns" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label="{words}">
            {values.Select((value, at) => Column(Share(value ?? 0, highest), step, at, last: at == values.Count - 1))}</svg>
            """);
    }

    private static Html Column(double height, double step, int at, bool last) => height == 0 ? Html.Empty : Html.Of($"""
        <rect class="{(last ? "part" : "whole")}" x="{(at + 0.1) * step:0.##}" y="{100 - height:0.##}"
            width="{0.8 * step:0.##}" height="{height:0.##}"/>
        """);

    /// <summary>In percent; what there is a little of is still seen.</summary>
    private static double Share(double part, double whole) => part <= 0 || whole <= 0 ? 0 : Math.Clamp(100 * part / whole, Visible, 100);
}
