namespace Build;

/// <summary>With <c>--json</c>, and for Matrix, standard output holds JSON and nothing else: the runner's own headings and report are left out.</summary>
public static class Quiet
{
    private static readonly string[] ThatPrintJson = ["--json", "--target=Matrix"];

    public static bool IsAskedFor(string[] arguments) => arguments.Any(argument => ThatPrintJson.Contains(argument, StringComparer.OrdinalIgnoreCase))
        || arguments.Zip(arguments.Skip(1)).Any(pair => pair.First is "--target" or "-t" && pair.Second.Equals("Matrix", StringComparison.OrdinalIgnoreCase));

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
