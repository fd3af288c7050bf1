using System.Text.Json;
using Json.Schema;

namespace RuntimePacks.Tests.Reports;

/// <summary><c>docs/report.schema.json</c>.</summary>
internal static class ReportSchema
{
    private static readonly JsonSchema s_schema = JsonSchema.FromText(File.ReadAllText(Repository.PathOf("docs", "report.schema.json")));

    public static bool IsValid(JsonElement report) => s_schema.Evaluate(report).IsValid;

    public static void RequireValid(JsonElement report)
    {
        var result = s_schema.Evaluate(report, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(
            result.IsValid,
            string.Join(
                '\n',
                (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(
                    detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))));
    }
}
