using System.Text.Json;
using System.Text.RegularExpressions;
using PuppeteerSharp;

namespace RuntimePacks.Tests.Reports;

/// <summary>Every text and number of <c>report.json</c>, in the form in which a reader meets it.</summary>
internal static partial class Facts
{
    /// <summary>Values that have words of their own on the page (states), or that serve machines alone.</summary>
    private static readonly string[] ForMachines = [
        "key", "content", "id", "digestFrom", "from", "because", "status", "language", "outcome", "isBreaking", "sample", "enforced",
        "flavour", "symbols", "interpreter", "fileName"];

    /// <summary>Opens all that is closed.</summary>
    public static Task OpenAllAsync(IPage page) =>
        page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

    /// <summary>All text of the page, also of what was closed, what charts say in words, and what it shows on hovering.</summary>
    public static async Task<string> TextAsync(IPage page)
    {
        await OpenAllAsync(page);
        return await page.EvaluateExpressionAsync<string>(
            "document.body.innerText + ' ' + [...document.querySelectorAll('[aria-label], [title]')].map(e => (e.getAttribute('aria-label') || '') + ' ' + (e.getAttribute('title') || '')).join(' ')");
    }

    /// <summary>What the text lacks, each with its place.</summary>
    public static List<string> Missing(JsonElement report, string text) => MissingFrom(Single(text), report);

    private static List<string> MissingFrom(string text, JsonElement report) =>
        [
            .. Leaves(report, "").Where(
                leaf => !text.Contains(Single(leaf.Text), StringComparison.OrdinalIgnoreCase)).Select(leaf => $"{leaf.Path}: {leaf.Text}")];

    private static IEnumerable<(string Path, string Text)> Leaves(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Where(
            property => !ForMachines.Contains(property.Name)).SelectMany(property => Leaves(property.Value, $"{path}/{property.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, at) => Leaves(item, $"{path}/{at}")),
        JsonValueKind.String => [(path, value.GetString()!)],
        JsonValueKind.Number when value.GetDouble() == 0 && path.Contains("/smoke/", StringComparison.Ordinal) => [], // nothing was run
        JsonValueKind.Number => [(path, Number(path, value.GetDouble()))],
        _ => [],
    };

    private static string Number(string path, double value)
    {
        if (path.EndsWith("/seconds", StringComparison.Ordinal))
        {
            return value < 60 ? $"{value:0.0} s" : $"{(int)value / 60} min {(int)value % 60:00} s";
        }

        if (path.EndsWith("ize", StringComparison.Ordinal) || path.Contains("/assets/", StringComparison.Ordinal))
        {
            return value < 100_000 ? $"{value / 1e6:0.000} MB" : $"{value / 1e6:0.0} MB";
        }

        return $"{value}";
    }

    private static string Single(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
