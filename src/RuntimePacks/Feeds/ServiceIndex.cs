using System.Text.Json;
using System.Text.Json.Serialization;

namespace RuntimePacks.Feeds;

/// <summary>The addresses of a V3 feed's resources (NuGet Server API, "Service index").</summary>
internal sealed record ServiceIndex([property: JsonPropertyName("resources")] IReadOnlyList<ServiceIndex.Resource>? Resources)
{
    /// <summary>The flat container (NuGet Server API, "Package content").</summary>
    public const string PackageContent = "PackageBaseAddress/3.0.0";

    /// <summary>Where packages are put (NuGet Server API, "Package publish resource").</summary>
    public const string PackagePublish = "PackagePublish/2.0.0";

    public sealed record Resource([property: JsonPropertyName("@id")] Uri? Id, [property: JsonPropertyName("@type")] JsonElement Type)
    {
        /// <summary>Whether it is of a type: it names one, or a list of them.</summary>
        public bool Is(string type) => Type.ValueKind switch
        {
            JsonValueKind.String => Type.ValueEquals(type),
            JsonValueKind.Array => Type.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(type)),
            _ => false,
        };
    }

    /// <summary>The address of a resource, or null when the feed has none of that type.</summary>
    public Uri? Find(string type) => Resources?.FirstOrDefault(resource => resource.Is(type))?.Id;
}
