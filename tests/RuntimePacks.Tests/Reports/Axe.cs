using Deque.AxeCore.Commons;
using PuppeteerSharp;

namespace RuntimePacks.Tests.Reports;

/// <summary>axe-core, which knows the rules of WCAG 2.2 A and AA (contrast among them) and what is good practice.</summary>
internal static class Axe
{
    public static async Task<string[]> ViolationsAsync(IPage page)
    {
        await page.EvaluateExpressionAsync(new BundledAxeScriptProvider().GetScript());
        return await page.EvaluateExpressionAsync<string[]>(
            """axe.run().then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.html.slice(0, 160) + " " + n.failureSummary)))""");
    }
}
