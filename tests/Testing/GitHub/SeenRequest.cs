namespace Testing.GitHub;

/// <summary>A request as it reached the server.</summary>
/// <param name="Storage">Whether it came to the storage host, not to GitHub itself.</param>
/// <param name="Authorization">The header; null when there was none.</param>
/// <param name="Range">The header; null when there was none.</param>
public sealed record SeenRequest(
    bool Storage, string Host, string Path, string? Authorization, string? Range, string? IfRange, string? IfNoneMatch, string? UserAgent);
