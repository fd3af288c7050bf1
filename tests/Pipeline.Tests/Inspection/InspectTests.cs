using System.Text.Json;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Inspection;

/// <summary>The target Inspect as a user runs it: with <c>--json</c> nothing but JSON is on standard output.</summary>
public sealed class InspectTests
{
    [Fact]
    public async Task The_command_writes_a_page_or_JSON_alone()
    {
        using var folder = new TemporaryFolder();
        var source = folder.Write("code.c", "int exported_function(int x) { return x + 1; }\n");
        await new Command(
            "clang", "--target=x86_64-pc-windows-msvc", "-c", source, "-o", folder["code.obj"])
                .OutputAsync(TestContext.Current.CancellationToken);
        var page = await BuildProgram.SucceedsAsync("--target", "Inspect", "--file", folder["code.obj"]);
        Assert.Contains("x86_64: COFF for this machine", page.Output, StringComparison.Ordinal);
        var json = await BuildProgram.SucceedsAsync("--target", "Inspect", "--json", "--file", "/bin/ls");
        var document = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal("executable", document.GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Array, document.GetProperty("image").GetProperty("needed").ValueKind);
        await BuildProgram.RefusesAsync(["/nowhere.a cannot be read"], "--target", "Inspect", "--file", "/nowhere.a");
    }
}
