using System.Text.Json.Serialization;

namespace RuntimePacks.Provenance;

/// <summary>The parts of CycloneDX 1.6 (ECMA-424) that a package's bill of materials uses, by their names in its JSON schema.</summary>
internal sealed record CycloneDxBom
{
    [JsonPropertyName("$schema")]
    public string Schema { get; } = "http://cyclonedx.org/schema/bom-1.6.schema.json";

    public string BomFormat { get; } = "CycloneDX";

    public string SpecVersion { get; } = "1.6";

    public required string SerialNumber { get; init; }

    public int Version { get; } = 1;

    public required Meta Metadata { get; init; }

    public required IReadOnlyList<Component> Components { get; init; }

    public required IReadOnlyList<Dependency> Dependencies { get; init; }

    public required IReadOnlyList<Composition> Compositions { get; init; }

    public sealed record Meta(ToolList Tools, Component Component);

    public sealed record ToolList(IReadOnlyList<Component> Components);

    public sealed record Component(string Type, string Name)
    {
        [JsonPropertyName("bom-ref")]
        public string? Ref { get; init; }

        public string? Version { get; init; }

        public string? Description { get; init; }

        public IReadOnlyList<Hash>? Hashes { get; init; }

        public IReadOnlyList<License>? Licenses { get; init; }

        public string? Purl { get; init; }

        public Pedigree? Pedigree { get; init; }

        public IReadOnlyList<Reference>? ExternalReferences { get; init; }
    }

    public sealed record Hash(string Alg, string Content)
    {
        public static IReadOnlyList<Hash> Sha256(string digest) => [new("SHA-256", digest)];
    }

    public sealed record License(string Expression);

    public sealed record Pedigree(IReadOnlyList<Component> Ancestors, IReadOnlyList<Commit>? Commits, string Notes);

    public sealed record Commit(string Uid, string Url);

    public sealed record Reference(string Type, string Url)
    {
        public string? Comment { get; init; }

        public IReadOnlyList<Hash>? Hashes { get; init; }
    }

    public sealed record Dependency(string Ref, IReadOnlyList<string> DependsOn);

    public sealed record Composition(string Aggregate, IReadOnlyList<string> Assemblies);
}
