namespace RuntimePacks.Tests.Reports;

/// <summary>The report for the summary of a CI job.</summary>
public sealed class MarkdownTests
{
    /// <summary>
    /// What Markdown leaves to the page: the digests and libraries inside the packages, what is linked with, and how large the
    /// package of a few kilobytes is.
    /// </summary>
    private static readonly string[] OnThePage = [
        "linkedWith", "original/", "library/", "asset/name", "asset/sha256", "executableSize", "needed", "members", "/feedLimits/"];

    [Theory]
    [InlineData("good")]
    [InlineData("failed")]
    [InlineData("early")]
    public async Task It_says_what_report_json_says(string name)
    {
        var report = await WrittenReport.WriteAsync(name, "markdown");
        Assert.DoesNotContain(
            Facts.Missing(report.Json, report.Markdown),
            missing => !OnThePage.Any(missing.Contains) && !missing.StartsWith("/package/size", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_row_of_a_table_has_a_cell_per_column_whatever_is_in_it()
    {
        var lines = (await WrittenReport.WriteAsync("hostile", "markdown")).Markdown.Split('\n');
        foreach (
            var table in lines.Select((line, at) => (line, at)).Where(line => line.line.StartsWith("| --- |", StringComparison.Ordinal)))
        {
            var columns = Cells(table.line);
            var rows = lines.Skip(table.at - 1).TakeWhile(line => line.StartsWith('|')).ToList();
            Assert.All(rows, row => Assert.Equal(columns, Cells(row)));
        }

        static int Cells(string row) => row.Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|') - 1;
    }
}
