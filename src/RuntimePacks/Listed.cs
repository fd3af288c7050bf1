namespace RuntimePacks;

/// <summary>Names in a message: the first of them, and how many more there are.</summary>
internal static class Listed
{
    /// <summary>As <c>a, b, c, and 4 more</c>.</summary>
    /// <param name="most">How many are named.</param>
    public static string Some(IEnumerable<string> names, int most, string separator = ", ")
    {
        var all = names.ToList();
        var first = string.Join(separator, all.Take(most));
        return all.Count > most ? $"{first}{separator}and {all.Count - most} more" : first;
    }
}
