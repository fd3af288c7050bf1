namespace RuntimePacks.Files;

/// <summary>
/// A file that is read once, from its start to its end; it ends with an error where it is not the one that a record names.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="sha256">The digest that it must have, 64 lower-case hexadecimal digits.</param>
/// <param name="what">What it should be, and what to do when it is not: as <see cref="PinnedFile.RequireAsync"/> takes it.</param>
internal sealed class PinnedStream(string path, string sha256, string what) : ForwardStream
{
    private readonly HashedFileStream _file = new(path);

    /// <exception cref="RuntimePacksException">At the end: it is another file.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = _file.Read(buffer);
        if (count == 0 && !buffer.IsEmpty) PinnedFile.Require(path, sha256, _file.ReadToEnd(), what);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }
}
