using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bench.Inputs;

/// <summary>
/// The definition of a crate of the corpus: the crate's own, with a RID for each of its libraries, and what all of them export.
/// </summary>
internal static class CorpusDefinition
{
    /// <param name="part">The part of the corpus.</param>
    /// <param name="libraries">A release has the same exports on every target: what one of them lacks is none.</param>
    /// <returns>In JSON.</returns>
    public static string Text(string part, IReadOnlyList<CorpusLibrary> libraries)
    {
        var project = Path.Combine(Repository.Root, "packaging", "slim.json");
        var own = part == "large" ? Path.Combine(Repository.Root, "samples", "corpus", "large.json") : project;
        var definition = Read(own);
        definition.Remove("sample");
        definition["smokeApp"] = Path.GetFullPath((string)definition["smokeApp"]!, Path.GetDirectoryName(own)!);
        definition.Remove("smokeProgram");
        var exports = libraries.Select(library => library.Exports).Aggregate((all, some) => [.. all.Intersect(some)]);
        definition["exports"] = new JsonObject { ["required"] = JsonSerializer.SerializeToNode(exports) };
        var platforms = Read(project)["platforms"]!.AsArray().Select(platform => platform!.AsObject()).ToList();
        var gnu = platforms.Single(platform => platform["rid"] is null);
        gnu.Remove("notPackedBecause");
        gnu["rid"] = "solaris-x64"; // any that no other target has
        var released = platforms.Where(platform => libraries.Any(library => library.Target == (string?)platform["target"]));
        definition["platforms"] = new JsonArray([.. released.Select(platform => platform.DeepClone())]);
        return definition.ToJsonString();
    }

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();
}
