using PuppeteerSharp;

namespace RuntimePacks.Tests.Reports;

/// <summary>The page, as Chromium shows it.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    public static MatrixTheoryData<string, int, bool> Screens { get; } = new(WrittenReport.Names.Select(row => row.Data), [1280, 360], [false, true]);

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task It_fits_every_screen(string name, int width, bool dark)
    {
        var report = await WrittenReport.WriteAsync(name, "screens");
        await using var page = await browser.OpenAsync(report.Page, width, dark);
        await page.ScreenshotAsync(Path.Combine(report.Folder, $"{width}-{(dark ? "dark" : "light")}.png"), new ScreenshotOptions { FullPage = true });
        await Facts.OpenAllAsync(page);

        var (all, seen) = (await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"), await page.EvaluateExpressionAsync<int>("document.documentElement.clientWidth"));
        Assert.True(all <= seen, $"{all} px of {seen}");
        var cut = await page.EvaluateExpressionAsync<string[]>("""[...document.querySelectorAll("main *, header *, nav *, footer *")].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== "inline" && !e.closest("svg")).map(e => e.outerHTML.slice(0, 120))""");
        Assert.Empty(cut);
    }

    [Theory]
    [InlineData("good", false)]
    [InlineData("good", true)]
    [InlineData("failed", false)]
    [InlineData("failed", true)]
    [InlineData("early", true)]
    public async Task It_holds_to_the_rules_of_accessibility(string name, bool dark)
    {
        var report = await WrittenReport.WriteAsync(name, "rules");
        await using var page = await browser.OpenAsync(report.Page, width: 360, dark);
        await Facts.OpenAllAsync(page);
        Assert.Empty(await Axe.ViolationsAsync(page));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Charts_stand_out_from_what_they_are_drawn_on(bool dark)
    {
        var report = await WrittenReport.WriteAsync("good", "charts");
        await using var page = await browser.OpenAsync(report.Page, dark: dark);
        var colours = await page.EvaluateExpressionAsync<string[][]>("[...document.querySelectorAll('rect')].map(r => [getComputedStyle(r).fill, getComputedStyle(r.closest('article, .bars')).backgroundColor])");
        Assert.NotEmpty(colours);
        // WCAG 2.2, 1.4.11: at least 3 to 1.
        Assert.All(colours, pair => Assert.True(Contrast.Between(pair[0], pair[1]) >= 3, string.Join(" on ", pair)));
    }

    [Theory]
    [MemberData(nameof(WrittenReport.Names), MemberType = typeof(WrittenReport))]
    public async Task It_asks_for_nothing_and_runs_nothing(string name)
    {
        var report = await WrittenReport.WriteAsync(name, "requests");
        List<string> requested = [];
        await using var page = await browser.OpenAsync(report.Page, requested: requested);
        Assert.Equal([new Uri(report.Page).AbsoluteUri], requested);
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.scripts.length"));
        Assert.DoesNotContain("owned", await page.GetTitleAsync(), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", await File.ReadAllTextAsync(report.Page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WrittenReport.Names), MemberType = typeof(WrittenReport))]
    public async Task It_says_all_that_report_json_says(string name)
    {
        var report = await WrittenReport.WriteAsync(name, "words");
        await using var page = await browser.OpenAsync(report.Page);
        Assert.Empty(Facts.Missing(report.Json, await Facts.TextAsync(page)));
    }

    [Fact]
    public async Task What_there_is_nothing_to_say_of_is_not_there()
    {
        var report = await WrittenReport.WriteAsync("early", "sections");
        await using var page = await browser.OpenAsync(report.Page);
        Assert.Equal(["platforms", "without", "trust", "time"], await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('section')].map(s => s.id)"));
        Assert.Equal(["#platforms", "#without", "#trust", "#time"], await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('nav a')].map(a => a.getAttribute('href'))"));
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_in_reading_order_and_opens_what_is_closed()
    {
        var report = await WrittenReport.WriteAsync("good", "keyboard");
        await using var page = await browser.OpenAsync(report.Page);
        var stops = await page.EvaluateExpressionAsync<int>("document.querySelectorAll('a, summary').length");
        List<string> reached = [];
        for (var i = 0; i < stops; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateExpressionAsync<string>("(e => { const s = getComputedStyle(e); const seen = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; return [...document.querySelectorAll('a, summary')].indexOf(e) + (seen ? '' : ' unseen'); })(document.activeElement)"));
        }

        Assert.Equal(Enumerable.Range(0, stops).Select(stop => $"{stop}"), reached);

        await page.FocusAsync("article details summary");
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.querySelector('article details').open"));
    }
}
