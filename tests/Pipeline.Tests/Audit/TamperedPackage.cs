using System.IO.Compression;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Provenance;

namespace Pipeline.Tests.Audit;

/// <summary>A copy of a package, to be changed as somebody would who means harm; deleted after the test.</summary>
internal sealed class TamperedPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TamperedPackage(string original)
    {
        Path = System.IO.Path.Combine(_folder.Path, System.IO.Path.GetFileName(original));
        File.Copy(original, Path);
    }

    public string Path { get; }

    public string Library
    {
        get
        {
            using var zip = ZipFile.OpenRead(Path);
            return zip.Entries.Single(entry => entry.FullName.StartsWith("runtimes/", StringComparison.Ordinal)).FullName;
        }
    }

    public string Read(string entry)
    {
        using var zip = ZipFile.OpenRead(Path);
        using var reader = new StreamReader(zip.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    public byte[] Bytes(string entry)
    {
        using var zip = ZipFile.OpenRead(Path);
        using var stream = zip.GetEntry(entry)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Replaces an entry, or adds one; null removes it.</summary>
    public void Write(string entry, byte[]? bytes)
    {
        using var zip = ZipFile.Open(Path, ZipArchiveMode.Update);
        zip.GetEntry(entry)?.Delete();
        if (bytes is null) return;
        using var stream = zip.CreateEntry(entry).Open();
        stream.Write(bytes);
    }

    public void Write(string entry, string text) => Write(entry, System.Text.Encoding.UTF8.GetBytes(text));

    public void Replace(string entry, string old, string text)
    {
        var before = Read(entry);
        Assert.Contains(old, before, StringComparison.Ordinal);
        Write(entry, before.Replace(old, text, StringComparison.Ordinal));
    }

    /// <summary>Changes one byte in the middle of an entry.</summary>
    public void Flip(string entry)
    {
        var bytes = Bytes(entry);
        bytes[bytes.Length / 2] ^= 1;
        Write(entry, bytes);
    }

    /// <summary>Changes a byte of the library, and has everything else in the package agree with it.</summary>
    public void Forge(PackDefinition definition)
    {
        var provenance = JsonFile.Parse<PackageProvenance>(Read(PackageProvenance.Entry));
        Flip(Library);
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Bytes(Library)));
        var forged = provenance with
        {
            Library = provenance.Library with { Sha256 = sha256 },
            Stages = [
            .. provenance.Stages.SkipLast(1), provenance.Stages[^1] with { After = sha256 }]
        };
        Write(PackageProvenance.Entry, JsonFile.Text(forged));
        Write(BillOfMaterials.Entry, JsonFile.Text(new BillOfMaterials(definition).Of(forged)));
    }

    public void Dispose() => _folder.Dispose();
}
