namespace RuntimePacks.Tests.Reports;

/// <summary>WCAG 2.2, contrast ratio and relative luminance.</summary>
internal static class Contrast
{
    /// <param name="one">A colour as browsers compute it: <c>rgb(1, 2, 3)</c>.</param>
    public static double Between(string one, string other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string colour)
    {
        var parts = colour.Split('(', ',', ')')[1..4].Select(part => double.Parse(part) / 255).Select(
            part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToList();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
