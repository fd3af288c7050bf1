using System.Globalization;
using RuntimePacks.Tools;

namespace Fuzzing;

/// <summary>Some minutes of AFL++: two processes that share a queue, which the next session begins with.</summary>
internal sealed class Session(string folder, string seeds, string instrumented)
{
    private static readonly string[] Settings =
    [
        "AFL_SKIP_BIN_CHECK", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES", "AFL_SKIP_CPUFREQ", "AFL_NO_AFFINITY", "AFL_NO_UI",
        "AFL_AUTORESUME", "AFL_IGNORE_SEED_PROBLEMS", "AFL_SKIP_CRASHES",
    ];

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(30);

    /// <summary>What AFL++ keeps for each of its processes.</summary>
    public string Queues { get; } = Path.Combine(folder, "queues");

    /// <summary>The files that ended a run, or took too long, in this session or in one that did not come to its end.</summary>
    public IEnumerable<string> Finds =>
        from file in Directory.EnumerateFiles(Queues, "id*", SearchOption.AllDirectories)
        // Those of an earlier session have a date behind a dot.
        where Directory.GetParent(file)!.Name.Split('.')[0] is "crashes" or "hangs"
        select file;

    /// <exception cref="RuntimePacks.RuntimePacksException">AFL++ cannot run.</exception>
    public async Task RunAsync(int minutes)
    {
        Directory.CreateDirectory(Queues);
        var all = Task.WhenAll(FuzzAsync("-M", "main", minutes), FuzzAsync("-S", "second", minutes));
        while (await Task.WhenAny(all, Task.Delay(Between)) != all) Console.WriteLine(this);
        await all;
    }

    /// <summary>Lets its finds go, for somebody else has them.</summary>
    public void Forget()
    {
        foreach (var file in Finds.ToList()) File.Delete(file);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Sum("execs_done"):0} runs, {Sum("execs_done") / Values("run_time").Append(1).Max():0} a second, "
        + $"{Values("edges_found").Append(0).Max():0} edges, {Sum("saved_crashes"):0} crashes, {Sum("saved_hangs"):0} hangs");

    private Task<string> FuzzAsync(string kind, string name, int minutes)
    {
        var environment = Settings.ToDictionary(setting => setting, _ => (string?)"1");
        environment["AFL_FORKSRV_INIT_TMOUT"] = "60000";
        environment["AFL_FUZZER_STATS_UPDATE_INTERVAL"] = "10";
        string[] settings = ["-i", seeds, "-o", Queues, kind, name, "-m", "none", "-t", "5000", "-V", $"{minutes * 60}"];
        string[] target = ["--", "dotnet", Path.Combine(instrumented, "Fuzzing.dll"), "target"];
        settings = [.. settings, "-x", Path.Combine(instrumented, "dictionary.txt")];
        // Whoever works at its side goes first.
        return new Command("nice", ["-n", "5", "afl-fuzz", .. settings, .. target]) { Environment = environment }.OutputAsync();
    }

    private double Sum(string key) => Values(key).Sum();

    private IEnumerable<double> Values(string key) =>
        from file in Directory.EnumerateFiles(Queues, "fuzzer_stats", SearchOption.AllDirectories)
        from line in File.ReadLines(file)
        let parts = line.Split(':', 2, StringSplitOptions.TrimEntries)
        where parts[0] == key
        select double.Parse(parts[1].TrimEnd('%'), CultureInfo.InvariantCulture);
}
