using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using CycloneDX;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Provenance;

/// <summary>The manifest and the bill of materials in each package.</summary>
public sealed partial class ProvenanceTests(MainJob job) : IClassFixture<MainJob>
{
    public static TheoryData<string> Ids => [.. MainJob.Ids];

    public static TheoryData<string> RuntimeIds => [.. MainJob.Rids.Select(MainJob.RuntimeId)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_bill_of_materials_is_valid_against_the_published_schema(string id)
    {
        var text = Text(id, "sbom.cdx.json");
        var result = CycloneDX.Json.Validator.Validate(text, SpecificationVersion.v1_6);
        Assert.True(result.Valid, string.Join('\n', result.Messages));
        Assert.False(
            CycloneDX.Json.Validator.Validate(
                text.Replace("SHA-256", "SHA-0", StringComparison.Ordinal).Replace("\"library\"", "\"shelf\"", StringComparison.Ordinal),
                SpecificationVersion.v1_6).Valid);

        var bill = JsonDocument.Parse(text).RootElement;
        Assert.Equal(
            $"pkg:nuget/{id}@{job.Version}", bill.GetProperty("metadata").GetProperty("component").GetProperty("purl").GetString());
        var known = bill.GetProperty("components").EnumerateArray().Append(
            bill.GetProperty("metadata").GetProperty("component")).Select(
                component => component.GetProperty("bom-ref").GetString()).ToList();
        Assert.Equal(known.Count, known.Distinct().Count());
        Assert.All(
            bill.GetProperty("dependencies").EnumerateArray(),
            dependency => Assert.Contains(dependency.GetProperty("ref").GetString(), known));
    }

    [Theory]
    [MemberData(nameof(RuntimeIds))]
    public void The_bill_of_materials_has_the_digests_of_library_original_and_asset(string id)
    {
        var library = Assert.Single(JsonDocument.Parse(Text(id, "sbom.cdx.json")).RootElement.GetProperty("components").EnumerateArray());
        using var package = ZipFile.OpenRead(job[id]);
        Assert.Equal(
            Sha256(
                package.Entries.Single(entry => entry.FullName.StartsWith("runtimes/", StringComparison.Ordinal)).Open()), Hash(library));
        var ancestors = library.GetProperty("pedigree").GetProperty("ancestors").EnumerateArray().ToList();
        var asset = Path.Combine(job.Sample, ancestors[1].GetProperty("name").GetString()!);
        Assert.Equal(Sha256(File.OpenRead(asset)), Hash(ancestors[1]));
        using var zip = ZipFile.OpenRead(asset);
        Assert.Equal(Sha256(zip.GetEntry(ancestors[0].GetProperty("name").GetString()!)!.Open()), Hash(ancestors[0]));
    }

    [Theory]
    [MemberData(nameof(RuntimeIds))]
    public async Task The_stages_lead_without_a_gap_from_asset_to_library_and_name_the_tools_as_they_name_themselves(string id)
    {
        var provenance = JsonDocument.Parse(Text(id, "provenance.json")).RootElement;
        var stages = provenance.GetProperty("stages").EnumerateArray().ToList();
        Assert.True(stages.Count > 1);
        var digest = provenance.GetProperty("asset").GetProperty("sha256").GetString();
        foreach (var stage in stages)
        {
            Assert.Equal(digest, stage.GetProperty("before").GetString());
            digest = stage.GetProperty("after").GetString();
        }

        Assert.Equal(provenance.GetProperty("original").GetProperty("sha256").GetString(), stages[0].GetProperty("after").GetString());
        Assert.Equal(provenance.GetProperty("library").GetProperty("sha256").GetString(), digest);
        var slimmer = stages[1].GetProperty("tools")[0];
        Assert.Equal("StaticLibraries.Slimming", slimmer.GetProperty("name").GetString());
        Assert.Equal(
            typeof(StaticLibraries.Slimming.LibrarySlimmer).Assembly.GetName().Version!.ToString(3),
            slimmer.GetProperty("version").GetString());
        var others = stages.SelectMany(stage => stage.GetProperty("tools").EnumerateArray());
        foreach (var tool in others.Where(tool => tool.ToString() != slimmer.ToString()))
        {
            var found = Repository.Tools[tool.GetProperty("name").GetString()!];
            if (found.File is not null) continue;
            var says = await new Command(found.Find()!, "--version").OutputAsync(TestContext.Current.CancellationToken);
            Assert.Contains(tool.GetProperty("version").GetString()!, says, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_package_that_consumers_reference_names_each_library_by_its_digest()
    {
        var platforms =
            JsonDocument.Parse(Text("Slim.Native", "provenance.json")).RootElement.GetProperty("platforms").EnumerateArray().ToList();
        Assert.Equal(MainJob.Rids.Order(), platforms.Select(platform => platform.GetProperty("rid").GetString()).Order());
        foreach (var platform in platforms)
        {
            using var package = ZipFile.OpenRead(job[platform.GetProperty("packageId").GetString()!]);
            Assert.Equal(
                Sha256(package.Entries.Single(entry => entry.FullName.StartsWith("runtimes/", StringComparison.Ordinal)).Open()),
                platform.GetProperty("librarySha256").GetString());
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void There_is_no_time_and_no_path_in_either(string id)
    {
        foreach (var text in new[] { Text(id, "provenance.json"), Text(id, "sbom.cdx.json") })
        {
            Assert.DoesNotMatch(Time(), text);
            Assert.DoesNotContain(Repository.Root, text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"/", text, StringComparison.Ordinal);
        }
    }

    private static string? Hash(JsonElement component) =>
        Assert.Single(component.GetProperty("hashes").EnumerateArray()).GetProperty("content").GetString();

    private static string Sha256(Stream stream)
    {
        using (stream) return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string Text(string id, string entry)
    {
        using var package = ZipFile.OpenRead(job[id]);
        using var reader = new StreamReader(package.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}T|\d{2}:\d{2}:\d{2}")]
    private static partial Regex Time();
}
