namespace Build.Tests.Scripts;

/// <summary>The scripts that compile the build program when they must, and start it.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly Clone _clone = new();

    public static IEnumerable<TheoryDataRow<string>> Scripts =>
    [
        new("build.sh") { Skip = OperatingSystem.IsWindows() ? "build.sh needs bash" : null },
        new("build.ps1"),
    ];

    public void Dispose() => _clone.Dispose();

    [Theory, MemberData(nameof(Scripts))]
    public async Task The_program_is_compiled_again_when_something_that_is_listed_changed_and_only_then(string script)
    {
        await BuildsAsync(script, 1, "a fresh clone");
        await BuildsAsync(script, 1, "nothing");

        _clone.OnlyCountBuilds();
        var builds = 2;
        await BuildsAsync(script, builds, "the project");
        foreach (var listed in Clone.Sources)
        {
            File.AppendAllText(_clone[Clone.SourceIn(listed)], "\n");
            await BuildsAsync(script, ++builds, listed);
        }

        _clone.Write("src/Project/New.txt", "");
        await BuildsAsync(script, ++builds, "a new file");
        File.Delete(_clone["src/Project/New.txt"]);
        await BuildsAsync(script, ++builds, "a file that is gone");

        string[] others = ["docs/page.md", "samples/App/Program.cs", "samples/New.props", "src/P/bin/P.dll", "src/P/obj/P.props"];
        foreach (var other in others) _clone.Write(other, "");
        await BuildsAsync(script, builds, "what is not listed, and what a build made");
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task Two_at_once_on_a_fresh_clone_compile_the_program_once(string script)
    {
        var both = await Task.WhenAll(_clone.TypeAsync(script), _clone.TypeAsync(script));

        Assert.All(both, run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        Assert.Equal(1, _clone.Builds);
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task Every_argument_reaches_the_program_as_it_was_typed_and_its_words_and_status_come_back(string script)
    {
        Directory.CreateDirectory(_clone["else where"]);

        const string typed = """
            --target Pack --rids linux-x64,osx-arm64 --release 1.40 --output 'my output' --empty '' 'say "hi"' --a=b,c '$HOME' '*' "caf'é"
            """;
        var run = await _clone.TypeAsync(script, typed, "else where");
        string[] expected =
        [
            _clone["else where"],
            "<--target>", "<Pack>", "<--rids>", "<linux-x64,osx-arm64>", "<--release>", "<1.40>", "<--output>", "<my output>",
            "<--empty>", "<>", "<say \"hi\">", "<--a=b,c>", "<$HOME>", "<*>", "<caf'é>",
        ];
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(expected, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        var failed = await _clone.TypeAsync(script, "--exit 7");
        Assert.Equal((7, "the program's own error\n"), (failed.ExitCode, failed.Error));
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task A_mistake_is_shown_once_with_its_place_and_nothing_runs_until_it_is_out(string script)
    {
        await BuildsAsync(script, 1, "a fresh clone");
        _clone.Write("build/Mistake.cs", "class Mistake { int }\n");

        for (var time = 0; time < 2; time++)
        {
            var run = await _clone.TypeAsync(script);
            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.Contains("Mistake.cs(1,21): error CS", run.Error, StringComparison.Ordinal);
            var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal($"{script}: the build program did not compile", lines[^1]);
            Assert.Equal(lines.Distinct(), lines);
        }

        File.Delete(_clone["build/Mistake.cs"]);
        Assert.Equal(0, (await _clone.TypeAsync(script)).ExitCode);
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task Without_the_SDK_that_is_asked_for_one_line_says_what_to_install(string script)
    {
        _clone.Write("global.json", """{ "sdk": { "version": "99.0.100" } }""");

        var run = await _clone.TypeAsync(script);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"{script}: the .NET SDK 99.0.100 ", line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_clone["build/bin"]));
    }

    [Fact]
    public async Task The_script_for_PowerShell_is_written_in_what_Windows_PowerShell_reads_too()
    {
        string[] newer =
            ["AndAnd", "OrOr", "QuestionMark", "QuestionQuestion", "QuestionQuestionEquals", "QuestionDot", "QuestionLBracket"];
        var text = await File.ReadAllTextAsync(_clone["build.ps1"], TestContext.Current.CancellationToken);

        var kinds = await _clone.PowerShell("""
            $tokens = $errors = $null
            [void][Management.Automation.Language.Parser]::ParseFile("$PWD/build.ps1", [ref]$tokens, [ref]$errors)
            $errors; $tokens.Kind
            """).OutputAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Function", kinds.Split('\n'));
        Assert.Empty(kinds.Split('\n').Intersect(newer));
        Assert.DoesNotContain(text, letter => letter > '~'); // it would take UTF-8 for an old code page
    }

    /// <summary>Runs the script, after which the program was compiled so many times in all.</summary>
    private async Task BuildsAsync(string script, int builds, string changed)
    {
        var run = await _clone.TypeAsync(script);
        run.Succeeded();
        Assert.True(builds == _clone.Builds, $"when what changed is {changed}: {_clone.Builds} builds instead of {builds}");
    }
}
