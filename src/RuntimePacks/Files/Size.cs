namespace RuntimePacks.Files;

/// <summary>Sizes for people: in MB of 10^6 bytes.</summary>
public static class Size
{
    public static string Text(long bytes) => bytes < 100_000 ? $"{bytes / 1e6:0.000} MB" : $"{bytes / 1e6:0.0} MB";
}
