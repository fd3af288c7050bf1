using System.Text.RegularExpressions;

namespace Build;

/// <summary>How many tests there were, as <c>dotnet test</c> says in the lines that it ends with.</summary>
public sealed record TestSummary(int Passed, int Failed, int Skipped)
{
    public static TestSummary Of(string output)
    {
        return new TestSummary(Count("succeeded"), Count("failed"), Count("skipped"));

        int Count(string what) => Regex.Match(
            output, $@"^\s+{what}: (\d+)\s*$", RegexOptions.Multiline | RegexOptions.RightToLeft) is { Success: true } match
            ? int.Parse(match.Groups[1].Value)
            : 0;
    }

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
