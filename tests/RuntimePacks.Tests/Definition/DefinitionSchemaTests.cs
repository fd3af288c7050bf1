using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Json.Schema;
using RuntimePacks.Definition;

namespace RuntimePacks.Tests.Definition;

/// <summary><c>docs/definition.schema.json</c>, which editors read, and what definitions are read with.</summary>
public sealed class DefinitionSchemaTests
{
    private static readonly string s_text = File.ReadAllText(Repository.PathOf("docs", "definition.schema.json"));
    private static readonly JsonSchema s_schema = JsonSchema.FromText(s_text);

    public static TheoryData<string> Definitions =>
    [
        "packaging/slim.json", "samples/tally/tally.json",
        .. Directory.GetFiles(Repository.PathOf("samples", "definitions"), "*.json")
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Every_definition_here_is_what_the_schema_says_and_is_read(string path)
    {
        var text = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(path))).RootElement;
        var result = s_schema.Evaluate(text, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, string.Join('\n', (result.Details ?? []).Where(detail => detail.Errors is not null).Select(
            detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}")));
        Assert.NotEmpty(PackDefinition.Load(Repository.PathOf(path)).Platforms);
    }

    [Theory]
    [InlineData("packageID", "\"x\"")]
    [InlineData("packageId", "null")]
    [InlineData("repositories", "[]")]
    [InlineData("repositories", "[\"owner\"]")]
    [InlineData("assetPattern", "\"demo.zip\"")]
    [InlineData("diagnosticPrefix", "\"X1\"")]
    [InlineData("exports", "{}")]
    [InlineData("platforms", "[{ \"rid\": \"linux-x64\" }]")]
    [InlineData("platforms", "[{ \"target\": \"x86_64-unknown-linux-gnu\" }]")]
    public void What_is_refused_when_it_is_read_is_marked_in_the_editor(string property, string value)
    {
        var text = JsonNode.Parse(File.ReadAllText(Repository.PathOf("packaging", "slim.json")))!.AsObject();
        text[property] = JsonNode.Parse(value);
        Assert.False(s_schema.Evaluate(JsonSerializer.SerializeToElement(text)).IsValid);
    }

    [Theory]
    [InlineData(typeof(PackDefinition), "")]
    [InlineData(typeof(ExportPatterns), "exports")]
    [InlineData(typeof(Platform), "platform")]
    [InlineData(typeof(SampleLibrary), "sample")]
    [InlineData(typeof(FeedLimit), "feedLimit")]
    public void Every_property_is_described_and_the_needed_ones_are_required(Type type, string definition)
    {
        var schema = JsonNode.Parse(s_text)!.AsObject();
        if (definition.Length > 0) schema = schema["$defs"]![definition]!.AsObject();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.SetMethod is not null).ToList();
        Assert.Equal(
            properties.Select(NameOf).Order(StringComparer.Ordinal),
            schema["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            properties.Where(property => IsNeeded(type, property)).Select(NameOf).Order(StringComparer.Ordinal),
            schema["required"]!.AsArray().Select(name => (string)name!).Order(StringComparer.Ordinal));
        Assert.All(schema["properties"]!.AsObject(), property => Assert.True(
            property.Value!["description"] is not null || property.Value["$ref"] is not null, property.Key));
        Assert.False((bool)schema["additionalProperties"]!);
    }

    private static bool IsNeeded(Type type, PropertyInfo property) =>
        property.GetCustomAttribute<RequiredMemberAttribute>() is not null
        || type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => parameter.Name == property.Name && !parameter.HasDefaultValue);

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
