namespace Testing.Feeds;

/// <summary>A request as it reached the server.</summary>
/// <param name="Key">The header X-NuGet-ApiKey; null when there was none.</param>
/// <param name="Authorization">The header; null when there was none.</param>
public sealed record SeenRequest(string Method, string Path, string? Key, string? Authorization);
