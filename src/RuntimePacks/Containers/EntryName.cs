namespace RuntimePacks.Containers;

/// <summary>The path of an entry in a container that is not trusted.</summary>
internal static class EntryName
{
    /// <param name="container">The container's path, for the message.</param>
    /// <param name="name">As the container has it.</param>
    /// <returns>The path with <c>/</c> between its parts, and none that means nothing.</returns>
    /// <exception cref="RuntimePacksException">It leads out of the folder that it would be unpacked to.</exception>
    public static string Require(string container, string name)
    {
        var parts = name.Split('/', '\\');
        if (parts.Contains("..") || Path.IsPathRooted(name) || name.Contains(':', StringComparison.Ordinal) || parts[^1].Length == 0)
        {
            throw new RuntimePacksException(
                $"{container}: the entry '{name}' points outside of the folder that it is unpacked to: refused");
        }

        return string.Join('/', parts.Where(part => part is not ("" or ".")));
    }

    /// <summary>The entry that a link leads to; the container's root is the root of all.</summary>
    /// <param name="link">The link's own path.</param>
    /// <param name="target">As the link says it.</param>
    public static string Followed(string link, string target)
    {
        var path = new List<string>();
        var from = target.StartsWith('/') ? [] : link.Split('/')[..^1];
        foreach (var part in from.Concat(target.Split('/')))
        {
            if (part is "" or ".") continue;
            if (part != "..") path.Add(part);
            else if (path.Count > 0) path.RemoveAt(path.Count - 1);
        }

        return string.Join('/', path);
    }
}
