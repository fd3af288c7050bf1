using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace RuntimePacks.Tests.Reports;

/// <summary>One headless Chromium for the tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>A machine's own Chromium, without a sandbox (tests may run as root) and without its own errands on the network.</summary>
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync() => _browser = await Puppeteer.LaunchAsync(new LaunchOptions
    {
        ExecutablePath = await Repository.Tools.RequireAsync("chromium"),
        Headless = true,
        Args = Arguments,
        Timeout = (int)TimeSpan.FromMinutes(2).TotalMilliseconds,
    });

    /// <summary>Opens a file as a reader with this screen has it.</summary>
    /// <param name="width">In CSS pixels.</param>
    /// <param name="dark">Whether the reader's system is dark.</param>
    /// <param name="requested">Gets the address of everything that the page asks for.</param>
    public async Task<IPage> OpenAsync(string path, int width = 1280, bool dark = false, ICollection<string>? requested = null)
    {
        var page = await _browser.NewPageAsync();
        page.DefaultTimeout = (int)TimeSpan.FromMinutes(2).TotalMilliseconds;
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 800, IsMobile = width < 500, HasTouch = width < 500 });
        await page.EmulateMediaFeaturesAsync(
            [new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = dark ? "dark" : "light" }]);
        page.Request += (_, request) => requested?.Add(request.Request.Url);
        await page.GoToAsync(new Uri(path).AbsoluteUri);
        return page;
    }

    public async ValueTask DisposeAsync() => await _browser.DisposeAsync();
}
