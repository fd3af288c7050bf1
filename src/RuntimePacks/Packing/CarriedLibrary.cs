using System.Text;
using RuntimePacks.Containers;
using RuntimePacks.Files;
using RuntimePacks.Verification;

namespace RuntimePacks.Packing;

/// <summary>
/// A library that is packed as it came: its asset is a zip file and so is a package, and the deflate stream is carried
/// over as it is. It was inflated and hashed when it was verified.
/// </summary>
/// <param name="Asset">The path of the asset.</param>
/// <param name="Sha256">The asset's digest when it was verified: the asset is what is packed from, so it must still be that file.</param>
/// <param name="Part">The library in it; its CRC-32 and its sizes were compared when it was inflated.</param>
internal sealed record CarriedLibrary(string Asset, string Sha256, ZipPart Part)
{
    private const string Verified = "the asset that was verified: run --target Fetch again, or get the asset again";

    /// <summary>Finds the library in its asset; null where that has it in a form that no package takes.</summary>
    /// <param name="asset">The path of the asset.</param>
    /// <exception cref="RuntimePacksException">The asset is not the one that was verified.</exception>
    public static async Task<CarriedLibrary?> FindAsync(string asset, VerifiedLibrary library, CancellationToken cancellationToken)
    {
        if (!library.IsDeflated) return null;
        if (Find(asset, library) is { } found) return found;
        await PinnedFile.RequireAsync(asset, library.Asset.Sha256, Verified, cancellationToken);
        throw new RuntimePacksException($"{asset} does not hold {library.Entry} as it did when it was verified: run --target Verify again");
    }

    private static CarriedLibrary? Find(string asset, VerifiedLibrary library)
    {
        try
        {
            using var zip = File.OpenRead(asset);
            ZipPart[] parts = [.. ZipDirectory.Read(zip).Where(part => part.Size == library.Size && NameOf(part) == library.Entry)];
            return parts is [{ Method: ZipPart.Deflate } only] ? new CarriedLibrary(asset, library.Asset.Sha256, only) : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new RuntimePacksException($"{asset} is not {Verified} ({e.Message})", e);
        }
    }

    /// <summary>Writes a zip file with all entries of another, one of them replaced by the library.</summary>
    /// <param name="package">The other zip file, which holds an entry of that name.</param>
    /// <param name="name">The entry's name in it; time and attributes stay those of the entry that is replaced.</param>
    /// <exception cref="RuntimePacksException">
    /// The asset, which is read once and hashed on the way, is not what was verified: what was written is of no use.
    /// </exception>
    public async Task SpliceAsync(Stream package, string name, Stream output, CancellationToken cancellationToken)
    {
        await using (var asset = new HashedFileStream(Asset))
        {
            var zip = new ZipOutput(output);
            foreach (var part in ZipDirectory.Read(package))
            {
                if (Encoding.UTF8.GetString(part.Name) != name) await zip.CopyAsync(part, package, cancellationToken);
                else
                {
                    await zip.CopyAsync(
                        part with
                        {
                            Method = Part.Method,
                            Crc32 = Part.Crc32,
                            CompressedSize = Part.CompressedSize,
                            Size = Part.Size,
                            DataOffset = Part.DataOffset,
                        },
                        asset,
                        cancellationToken);
                }
            }

            await zip.FinishAsync(cancellationToken);
            PinnedFile.Require(Asset, Sha256, asset.ReadToEnd(), Verified);
        }
    }

    private static string NameOf(ZipPart part) => EntryName.Require("the asset", Encoding.UTF8.GetString(part.Name));
}
