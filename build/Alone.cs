namespace Build;

/// <summary>With <c>--check</c> the task looks at what is there already: no task before it has to run.</summary>
public static class Alone
{
    private const string Check = "--check";
    private const string Exclusive = "--exclusive";

    public static string[] Arguments(string[] arguments) =>
        arguments.Any(argument => argument == Check || argument.StartsWith(Check + "=", StringComparison.Ordinal)) && !arguments.Contains(Exclusive) && !arguments.Contains("-e")
            ? [.. arguments, Exclusive]
            : arguments;
}
