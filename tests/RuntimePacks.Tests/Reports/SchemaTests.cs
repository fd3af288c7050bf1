using System.Text.Json;
using System.Text.Json.Nodes;

namespace RuntimePacks.Tests.Reports;

/// <summary><c>report.json</c> and <c>docs/report.schema.json</c>.</summary>
public sealed class SchemaTests
{
    [Theory]
    [MemberData(nameof(WrittenReport.Names), MemberType = typeof(WrittenReport))]
    public async Task Every_report_is_what_its_schema_says(string name) =>
        ReportSchema.RequireValid((await WrittenReport.WriteAsync(name, "schema")).Json);

    [Theory]
    [InlineData("another", "\"property\"")]
    [InlineData("platforms", "{}")]
    [InlineData("stages", """[{ "stage": "Slim", "seconds": -1, "outcome": "failed" }]""")]
    [InlineData("stages", """[{ "stage": "Slim", "seconds": 1, "outcome": "fine" }]""")]
    [InlineData("package", """{ "id": "x", "version": "1.0.0", "size": 1, "sha256": "beef", "fileName": "x.nupkg" }""")]
    public async Task Anything_else_is_refused(string property, string value)
    {
        var report = JsonNode.Parse(
            (await WrittenReport.WriteAsync("good", $"schema-{property}-{value.Length}")).Json.GetRawText())!.AsObject();
        report[property] = JsonNode.Parse(value);
        Assert.False(ReportSchema.IsValid(JsonSerializer.SerializeToElement(report)));
    }
}
