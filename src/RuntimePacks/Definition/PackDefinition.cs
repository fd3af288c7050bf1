using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RuntimePacks.Definition;

/// <summary>Everything about one Rust library and its packages, as its definition file says it.</summary>
public sealed record PackDefinition
{
    /// <summary>Where a runtime package lists its exported symbols, a line each.</summary>
    public const string ExportsEntry = "link/exports.txt";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Where editors find the description of this file; nothing here reads it.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The id of the package that consumers reference.</summary>
    public required string PackageId { get; init; }

    /// <summary>
    /// The ids of the packages that hold the libraries, with <c>{rid}</c>; those that NuGet's own runtime packages have where the file says
    /// none.
    /// </summary>
    [JsonPropertyName("runtimePackageId")]
    public string RuntimePackageIdPattern { get => field ?? $"runtime.{{rid}}.{PackageId}"; init; }

    /// <summary>What the names of the packages' MSBuild properties, items and targets start with.</summary>
    [JsonPropertyName("msbuildPrefix")]
    public required string MSBuildPrefix { get; init; }

    /// <summary>What the codes of the packages' errors and warnings start with.</summary>
    public required string DiagnosticPrefix { get; init; }

    public required string Description { get; init; }

    public required string Authors { get; init; }

    /// <summary>An SPDX licence expression.</summary>
    public required string License { get; init; }

    public required string ProjectUrl { get; init; }

    /// <summary>The page that explains the packages' errors and warnings, with a heading for each code; null for none.</summary>
    public string? DocsUrl { get; init; }

    /// <summary>The package's tags for searching, separated by spaces.</summary>
    public required string Tags { get; init; }

    /// <summary>GitHub repositories (<c>owner/name</c>) that release the library, the preferred one first.</summary>
    public required IReadOnlyList<string> Repositories { get; init; }

    /// <summary>The tags of its releases, with <c>{version}</c>.</summary>
    public required IReadOnlyList<string> TagPatterns { get; init; }

    /// <summary>The name of a release's asset, with <c>{target}</c>; <c>{version}</c> and <c>{tag}</c> are the release's.</summary>
    public required string AssetPattern { get; init; }

    /// <summary>
    /// The names of the release's files that have the digests of its assets, as <c>SHA256SUMS</c> or <c>{asset}.sha256</c>; none where
    /// nobody but GitHub says them.
    /// </summary>
    public IReadOnlyList<string> DigestFiles { get; init; } = [];

    /// <summary>
    /// Which file of an asset is the library, as <c>**/lib/*.a</c>; null where an asset holds one static library.
    /// </summary>
    public string? LibraryPath { get; init; }

    /// <summary>The largest size in MB (10^6 bytes) that one entry of an asset may inflate to.</summary>
    public required int InflatedLimitMB { get; init; }

    /// <summary>The same in bytes.</summary>
    [JsonIgnore]
    public long InflatedLimit => InflatedLimitMB * 1_000_000L;

    /// <summary>How large a package the feeds take that the packages may be pushed to.</summary>
    public IReadOnlyList<FeedLimit> FeedLimits { get; init; } = [];

    /// <summary>The library names that managed code calls it by (<c>DllImport("…")</c>).</summary>
    [JsonPropertyName("pinvokeNames")]
    public required IReadOnlyList<string> PInvokeNames { get; init; }

    /// <summary>
    /// The folder of the project that is published with the packages to see that they work; in the file, seen from the file.
    /// </summary>
    public required string SmokeApp { get; init; }

    /// <summary>
    /// A file in C that asks the same where NativeAOT cannot link; in the file, seen from the file. Null for a program that has every
    /// export inside and calls none.
    /// </summary>
    public string? SmokeProgram { get; init; }

    /// <summary>What stands for a release where none is named; null when there is nothing that does.</summary>
    public SampleLibrary? Sample { get; init; }

    /// <summary>What the library exports on every platform.</summary>
    public required ExportPatterns Exports { get; init; }

    public required IReadOnlyList<Platform> Platforms { get; init; }

    /// <summary>The id of the package that holds the static library for one RID.</summary>
    public string RuntimePackageId(string rid) => RuntimePackageIdPattern.Replace("{rid}", rid, StringComparison.Ordinal);

    /// <summary>Which file of a platform's asset is the library; null where it holds one static library.</summary>
    public PathPattern? LibraryPathOf(Platform platform) =>
        (platform.LibraryPath ?? LibraryPath) is { } pattern ? new PathPattern(pattern) : null;

    /// <summary>What the library exports on one platform: what it exports on all, and what this one has beside that.</summary>
    public ExportPatterns ExportsOf(Platform platform) => platform.Exports is { } own ? Exports.With(own) : Exports;

    /// <exception cref="RuntimePacksException">The file is not there, or is not a pack definition.</exception>
    public static PackDefinition Load(string path)
    {
        if (Directory.Exists(path)) throw new RuntimePacksException($"{path} is a folder: a pack definition is a file");
        try
        {
            ReadOnlySpan<byte> text = File.ReadAllBytes(path);
            if (text.StartsWith(Encoding.UTF8.Preamble)) text = text[Encoding.UTF8.Preamble.Length..];
            var definition = JsonSerializer.Deserialize<PackDefinition>(text, Format)
                ?? throw new RuntimePacksException($"{path}: expected a pack definition, found null");
            var lines = new JsonLines(text, new JsonReaderOptions { CommentHandling = Format.ReadCommentHandling });
            new DefinitionCheck(definition, path, lines).Require();
            return definition.SeenFrom(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (JsonException e)
        {
            throw new RuntimePacksException($"{path}, line {e.LineNumber + 1}: {JsonFault.Words(e)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimePacksException($"the pack definition cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The name of the user's cache: the package's id as folders are named.</summary>
    [JsonIgnore]
    public string CacheName => CacheNameOf(PackageId);

    /// <summary>The environment variable that puts the cache elsewhere.</summary>
    [JsonIgnore]
    public string CacheVariable => CacheVariableOf(PackageId);

    internal static string CacheNameOf(string packageId) => packageId.Replace('.', '-').ToLowerInvariant();

    internal static string CacheVariableOf(string packageId) =>
        $"{packageId.Replace('.', '_').Replace('-', '_').ToUpperInvariant()}_CACHE";

    /// <summary>What calls the library to see that it works.</summary>
    /// <param name="sample">Whether the sample's library is meant.</param>
    public SmokeSources SmokeSources(bool sample) =>
        sample && Sample is { } own ? new(own.App ?? SmokeApp, own.Program ?? SmokeProgram) : new(SmokeApp, SmokeProgram);

    private PackDefinition SeenFrom(string folder) => this with
    {
        SmokeApp = Path.GetFullPath(SmokeApp, folder),
        SmokeProgram = SmokeProgram is null ? null : Path.GetFullPath(SmokeProgram, folder),
        Sample = Sample?.SeenFrom(folder),
    };
}
