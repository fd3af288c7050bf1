namespace RuntimePacks.Files;

/// <summary>A file that a record names by its digest, and that must still have it when it is used.</summary>
internal static class PinnedFile
{
    /// <param name="path">The file.</param>
    /// <param name="sha256">The digest that it must have, 64 lower-case hexadecimal digits.</param>
    /// <param name="what">
    /// What the file should be, and what to do when it is not, for the error: "what Verify left: run --target Verify again".
    /// </param>
    /// <exception cref="RuntimePacksException">It is not there, or is another one.</exception>
    public static async Task RequireAsync(string path, string sha256, string what, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(path)) throw new RuntimePacksException($"{path} is not there; expected {what}");
        Require(path, sha256, await Digest.OfFileAsync(path, cancellationToken), what);
    }

    /// <param name="found">The digest that the file has.</param>
    /// <inheritdoc cref="RequireAsync"/>
    public static void Require(string path, string sha256, string found, string what)
    {
        if (found != sha256) throw new RuntimePacksException($"{path} is not {what} (expected sha256:{sha256}, found sha256:{found})");
    }
}
