namespace RuntimePacks.Reports.Page;

/// <summary>Charts as SVG inside the page; each says in words what it shows.</summary>
internal static class Chart
{
    private const double Visible = 0.6;

    /// <summary>One quantity inside another: what is left of it.</summary>
    /// <param name="part">Drawn over the whole.</param>
    /// <param name="words">What it shows, for those who do not see it.</param>
    public static Html Part(double part, double whole, string words) => Html.Of($"""
        <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{words}"><rect class="whole" width="100" height="10"/><rect class="part" width="{Share(part, whole):0.##}" height="10"/></svg>
        """);

    /// <summary>A quantity beside others of its kind, which text beside it names.</summary>
    public static Html Length(double value, double longest) => Html.Of($"""
        <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="part" width="{Share(value, longest):0.##}" height="10"/></svg>
        """);

    /// <summary>In percent; what there is a little of is still seen.</summary>
    private static double Share(double part, double whole) => part <= 0 || whole <= 0 ? 0 : Math.Clamp(100 * part / whole, Visible, 100);
}
