using RuntimePacks.Files;

namespace Corpus;

/// <summary>The libraries that were made before, each in a folder that appears whole or not at all.</summary>
/// <param name="folder">The folder of the corpus, full.</param>
internal sealed class Shelf(string folder)
{
    /// <summary>Changes when an entry comes to hold more than those that were written before.</summary>
    private const string Format = "1";

    private const string FileName = "entry.json";

    /// <param name="Key">Over what the library was made from.</param>
    /// <param name="Questions">Over what a program asked of it.</param>
    internal sealed record Kept(string Key, string Questions, CorpusEntry Entry);

    public static string KeyOf(Recipe recipe) => Digest.OfTexts([Format, recipe.Name, .. recipe.Inputs()]);

    /// <param name="runs">Whether programs can be run with it here: then what they answer is a part of it.</param>
    public static string QuestionsOf(Recipe recipe, bool runs) =>
        Digest.OfTexts([Format, $"{runs}", recipe.ExportPattern, .. recipe.Questions()]);

    /// <summary>What is kept of a recipe; null when there is nothing whole.</summary>
    public Kept? Find(Recipe recipe)
    {
        try
        {
            return JsonFile.TryRead<Kept>(Path.Combine(FolderOf(recipe), FileName)) is { } kept
                && new FileInfo(Path.Combine(folder, kept.Entry.Path ?? "")) is { Exists: true } file && file.Length == kept.Entry.Size
                ? kept
                : null;
        }
        catch (RuntimePacks.RuntimePacksException)
        {
            return null; // of another version of this program
        }
    }

    /// <summary>The library of an entry that is kept, full.</summary>
    public string LibraryOf(Kept kept) => Path.Combine(folder, kept.Entry.Path!);

    /// <summary>An empty folder beside the shelf, on the same disk; what an interrupted run left in it is gone.</summary>
    public string Aside(Recipe recipe)
    {
        var aside = Path.Combine(folder, $".{recipe.Part}-{recipe.Folder}");
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        return Directory.CreateDirectory(aside).FullName;
    }

    /// <summary>Puts what is in a folder aside into the place of the recipe.</summary>
    public async Task PutAsync(Recipe recipe, string aside, Kept kept)
    {
        var place = FolderOf(recipe);
        await JsonFile.WriteAsync(Path.Combine(aside, FileName), kept);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        Directory.Move(aside, place);
    }

    private string FolderOf(Recipe recipe) => Path.Combine(folder, recipe.Part, recipe.Folder);
}
