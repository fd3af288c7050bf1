namespace Build.CommandLine;

/// <summary>Which word a person may have meant.</summary>
public static class Spelling
{
    /// <summary>Those of the words that are near to what was written, the nearest first.</summary>
    public static IReadOnlyList<string> Near(string written, IEnumerable<string> words) =>
    [
        .. words.Select(word => (Word: word, Steps: Distance(word.ToUpperInvariant(), written.ToUpperInvariant())))
            .Where(near => near.Steps <= Math.Max(1, Math.Min(near.Word.Length, written.Length) / 3) || IsPart(written, near.Word))
            .OrderBy(near => near.Steps)
            .Select(near => near.Word),
    ];

    private static bool IsPart(string written, string word) =>
        written.Length > 2 && word.Contains(written, StringComparison.OrdinalIgnoreCase);

    /// <summary>How many characters to put in, take out, replace or swap with their neighbour to get from one to the other.</summary>
    private static int Distance(string from, string to)
    {
        var steps = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                var replaced = steps[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(replaced, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                var swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                if (swapped) steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[from.Length, to.Length];
    }
}
