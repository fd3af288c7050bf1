namespace Build;

/// <summary>With <c>--json</c> standard output holds JSON and nothing else: the runner's own headings and report are left out.</summary>
public static class Quiet
{
    public const string Json = "--json";

    public static string[] Arguments(string[] arguments) =>
        [.. WithoutVerbosity(arguments), "--verbosity", "quiet", "--noreport"];

    private static IEnumerable<string> WithoutVerbosity(string[] arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] is "--verbosity" or "-v") index++;
            else if (!arguments[index].StartsWith("--verbosity=", StringComparison.Ordinal)) yield return arguments[index];
        }
    }
}
