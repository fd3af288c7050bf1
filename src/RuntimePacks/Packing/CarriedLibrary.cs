using System.IO.Hashing;
using System.Text;
using RuntimePacks.Files;
using RuntimePacks.Verification;

namespace RuntimePacks.Packing;

/// <summary>
/// A library that is packed as it came: its asset is a zip file and so is a package, and the deflate stream is carried
/// over as it is. It was inflated and hashed when it was verified.
/// </summary>
/// <param name="Asset">The path of the asset.</param>
/// <param name="Part">The library in it.</param>
internal sealed record CarriedLibrary(string Asset, ZipPart Part)
{
    /// <summary>Finds the library in its asset; null where it is not compressed in a way that NuGet reads.</summary>
    /// <param name="asset">The path of the asset, which must be the file that was verified.</param>
    /// <exception cref="RuntimePacksException">The asset, or the library that was inflated from it, is not what was verified.</exception>
    public static async Task<CarriedLibrary?> FindAsync(string asset, VerifiedLibrary library, CancellationToken cancellationToken)
    {
        if (!await Digest.IsOfFileAsync(library.Asset.Sha256, asset, cancellationToken).ConfigureAwait(false))
        {
            throw new RuntimePacksException($"{asset} is not the file that was verified: expected sha256:{library.Asset.Sha256}; run --target Fetch again");
        }

        ZipPart[] parts;
        try
        {
            using var zip = File.OpenRead(asset);
            parts = [.. ZipDirectory.Read(zip).Where(part => part.Size == library.Size && FileName(part) == library.FileName)];
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new RuntimePacksException($"{asset}: {e.Message}; --slim strip or --slim full pack it all the same", e);
        }

        if (parts is not [{ Method: ZipPart.Deflate } only]) return null;
        var crc32 = await Crc32OfAsync(library.Path, cancellationToken).ConfigureAwait(false);
        return only.Crc32 == crc32
            ? new CarriedLibrary(asset, only)
            : throw new RuntimePacksException($"{library.Path} has the CRC-32 {crc32:x8}, in {asset} it has {only.Crc32:x8}; run --target Verify again");
    }

    /// <summary>Writes a zip file with all entries of another, one of them replaced by the library.</summary>
    /// <param name="package">The other zip file, which holds an entry of that name.</param>
    /// <param name="name">The entry's name in it; time and attributes stay those of the entry that is replaced.</param>
    public async Task SpliceAsync(Stream package, string name, Stream output, CancellationToken cancellationToken)
    {
        var asset = File.OpenRead(Asset);
        await using (asset.ConfigureAwait(false))
        {
            var zip = new ZipOutput(output);
            foreach (var part in ZipDirectory.Read(package))
            {
                if (Encoding.UTF8.GetString(part.Name) != name) await zip.CopyAsync(part, package, cancellationToken).ConfigureAwait(false);
                else await zip.CopyAsync(part with { Method = Part.Method, Crc32 = Part.Crc32, CompressedSize = Part.CompressedSize, Size = Part.Size, DataOffset = Part.DataOffset }, asset, cancellationToken).ConfigureAwait(false);
            }

            await zip.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string FileName(ZipPart part) => Encoding.UTF8.GetString(part.Name).Split('/', '\\')[^1];

    private static async Task<uint> Crc32OfAsync(string path, CancellationToken cancellationToken)
    {
        var crc32 = new Crc32();
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false)) await crc32.AppendAsync(file, cancellationToken).ConfigureAwait(false);
        return crc32.GetCurrentHashAsUInt32();
    }
}
