using System.Reflection;
using System.Text.RegularExpressions;
using Build.CommandLine;
using RuntimePacks;
using StaticLibraries.Slimming.Linking;

namespace Build.Tests.CommandLine;

/// <summary>What the options mean to each target, and what is refused before anything runs.</summary>
public class OptionTests
{
    private static readonly TargetGraph Graph = TargetGraph.Of(typeof(BuildContext).Assembly);

    [Fact]
    public void Every_target_of_an_option_exists_and_no_option_is_there_twice()
    {
        Assert.All(OptionTable.All, option =>
        {
            Assert.NotEmpty(option.Targets);
            Assert.All(option.Targets.Concat(option.NeededBy), name => Assert.Equal(name, Graph.Find(name)?.Name));
        });
        var names = OptionTable.All.Select(option => "--" + option.Name).Concat(
            OptionTable.Cakes.SelectMany(option => option.Names)).ToList();
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
    }

    [Fact]
    public void Every_option_that_the_build_reads_is_in_the_table_and_the_other_way_round()
    {
        var sources = Directory.GetFiles(
            Path.Combine(Repository.Root, "build"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
        var read = sources
            .SelectMany(text => Regex.Matches(text, @"(?:options\.(?:Value|Flag)|Choice|[^.]\bFlag)\(""([a-z-]+)"""))
            .Select(match => match.Groups[1].Value);
        Assert.Equal(
            OptionTable.All.Select(option => option.Name).Order(StringComparer.Ordinal),
            read.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--target Release --release 1.4.0 --feed somewhere")]
    [InlineData("--target Smoke --exclusive --rids linux-x64 --output somewhere")]
    [InlineData(
        "--target Merge --target Sign --target Report --exclusive --release 1.4.0 --parts parts --certificate a.pfx "
        + "--timestamper http://clock")]
    [InlineData("--target=clean --output=somewhere")]
    [InlineData("-t CheckMirror --bundle somewhere -v q")]
    [InlineData("-t Audit --package a.nupkg --from somewhere --definition x.json")]
    [InlineData("--release 1.4.0 --locked")]
    public void An_option_belongs_to_its_targets_and_to_all_that_run_them_first(string line) => Assert.NotNull(Read(line));

    [Theory]
    [InlineData("--target Doctor --release 1.4.0", "--release is of no use to Doctor: it belongs to Resolve, Fetch, Verify, Slim, Pack")]
    [InlineData("--target Fetch --package-version 1.4.0.1", "--package-version is of no use to Fetch: it belongs to Pack, Smoke, Sign")]
    [InlineData("--target Verify --package a.nupkg", "--package is of no use to Verify: it belongs to Audit, Inspect")]
    [InlineData("--target CheckMirror --bundle m --base-url http://m", "--base-url is of no use to CheckMirror: it belongs to Mirror")]
    [InlineData("--what-if --feed somewhere", "--what-if is of no use to Default: it belongs to Push, Release")]
    [InlineData("--target Test --output somewhere", "--output is of no use to Test")]
    public void Elsewhere_it_is_refused_and_its_targets_are_named(string line, string words) => Refused(line, words);

    [Theory]
    [InlineData("--target Mirror", "Mirror needs --bundle DIR")]
    [InlineData("--target CheckMirror", "CheckMirror needs --bundle DIR")]
    [InlineData("--target Release --release 1.4.0", "Push needs --feed FEED")]
    [InlineData("--target Push --exclusive", "Push needs --feed FEED")]
    [InlineData("--target Inspect", "Inspect needs --file FILE")]
    [InlineData("--target Audit", "Audit needs --package FILE")]
    [InlineData("--target Merge", "Merge needs --parts DIR")]
    public void What_a_target_cannot_do_without_is_asked_for(string line, string words) => Refused(line, words);

    [Theory]
    [InlineData("--realease 1.0.0", "there is no option --realease: did you mean --release 1.0.0?")]
    [InlineData("-release 1.0.0", "there is no option -release: did you mean --release 1.0.0?")]
    [InlineData("--Release=1.0.0", "there is no option --Release: did you mean --release?")]
    [InlineData("-locked", "there is no option -locked: did you mean --locked?")]
    [InlineData("--vebrosity quiet", "there is no option --vebrosity: did you mean --verbosity?")]
    [InlineData("--xyzzy", "there is no option --xyzzy: --help lists the options")]
    [InlineData("Pack", "it is a target: --target Pack")]
    [InlineData("checkmirror", "it is a target: --target CheckMirror")]
    [InlineData("--release 1.0.0 Pack", "it is a target: --target Pack")]
    [InlineData("Pakc", "did you mean --target Pack?")]
    [InlineData("1.0.0", "'1.0.0' belongs to no option: --help lists the options")]
    [InlineData("--target Thrid", "The target 'Thrid' was not found. --help lists the targets.")]
    [InlineData("--target Claen", "The target 'Claen' was not found. Did you mean Clean?")]
    [InlineData("--target mirro", "The target 'mirro' was not found. Did you mean Mirror or CheckMirror?")]
    public void What_is_no_option_or_target_is_held_against_those_that_are(string line, string words) => Refused(line, words);

    [Theory]
    [InlineData("--release", "--release needs a value: --release VERSION")]
    [InlineData("--release --locked", "--release needs a value: --release VERSION")]
    [InlineData("--release=", "--release needs a value: --release VERSION")]
    [InlineData("--target", "--target needs a value: --target TARGET")]
    [InlineData("--locked=maybe", "--locked takes no value")]
    [InlineData("--exclusive=maybe", "--exclusive takes no value")]
    [InlineData("-v loud", "--verbosity takes quiet, minimal, normal, verbose, diagnostic, not 'loud'")]
    public void A_value_is_there_where_one_belongs_and_nowhere_else(string line, string words) => Refused(line, words);

    [Fact]
    public void A_word_after_an_option_is_its_value_and_two_are_a_mistake()
    {
        var options = Read("--release 1.4.0 --output=a=b --rids linux-x64,win-x64 -t pack -e --slim STRIP --rids osx-x64");

        Assert.Equal("1.4.0", options.Value("release"));
        Assert.Equal("a=b", options.Value("output"));
        Assert.Equal(["Pack"], options.Targets);
        Assert.Equal(SlimMode.Strip, options.Choice("slim", SlimMode.Full));
        Assert.Equal("--rids is given more than once", Assert.Throws<RuntimePacksException>(() => options.Value("rids")).Message);
        Assert.Null(options.Value("from"));
    }

    [Theory]
    [InlineData("--target Pack", true)]
    [InlineData("--target Pack --dryrun", false)]
    [InlineData("--target Doctor", false)]
    [InlineData("--target Doctor --target Clean", true)]
    [InlineData("--target Audit --package a.nupkg", false)]
    [InlineData("--target CheckMirror --bundle m", false)]
    public void It_is_known_who_writes(string line, bool writes) => Assert.Equal(writes, Read(line).Writes);

    [Theory]
    [InlineData("-t pack -e --release 1.4.0 -v d", "--target=Pack --exclusive --verbosity=d")]
    [InlineData("-t Matrix -v d --noop", "--target=Matrix --dryrun --verbosity=quiet --noreport")]
    [InlineData("-t Inspect --file a --json", "--target=Inspect --verbosity=quiet --noreport")]
    public void Cakes_host_is_given_what_is_Cakes_and_is_quiet_where_a_machine_reads(string line, string host)
    {
        var arguments = new Arguments(line.Split(' '), Graph);
        Assert.Equal(host.Split(' '), arguments.OfHost(new Options(arguments, Graph).PrintsJson));
    }

    [Fact]
    public void The_help_names_every_target_and_option_with_words_in_lines_of_100()
    {
        var lines = HelpPage.Text(Graph).TrimEnd('\n').Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= 100, line));
        foreach (var target in Graph.All) Assert.Single(lines, line => line.StartsWith($"  {target.Name}  ", StringComparison.Ordinal));
        foreach (var option in OptionTable.All) Assert.Single(lines, line => line.StartsWith($"  {option}  ", StringComparison.Ordinal));
        foreach (var option in OptionTable.Cakes.Where(option => option.Words is not null))
        {
            Assert.Single(
                lines, line => line.Contains(option.Names[0] + " ", StringComparison.Ordinal)
                    && line.Contains(option.Words!.Split(',')[0], StringComparison.Ordinal));
        }
        Assert.All(Graph.All, target => Assert.NotEmpty(target.Description));
    }

    [Fact]
    public void The_help_has_the_targets_in_the_order_in_which_they_run()
    {
        var order = Graph.All.Select(target => target.Name).ToList();
        Assert.Equal(
            ["Sample", "Resolve", "Fetch", "Verify", "Slim", "Pack", "Smoke", "Sign", "Push", "Report", "Release"], order.Take(11));
        Assert.All(
            Graph.All,
            target => Assert.All(target.Before, before => Assert.True(order.IndexOf(before) < order.IndexOf(target.Name))));
    }

    private static Options Read(string line) => new(new Arguments(line.Split(' '), Graph), Graph);

    private static void Refused(string line, string words) =>
        Assert.Contains(words, Assert.Throws<RuntimePacksException>(() => Read(line)).Message, StringComparison.Ordinal);
}
