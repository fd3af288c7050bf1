using System.Text;
using System.Xml.Linq;
using RuntimePacks.Packing;

namespace RuntimePacks.Mirroring;

/// <summary>The texts of a mirror: its README, and a NuGet.config that knows no other source.</summary>
internal static class MirrorTexts
{
    private const string SourceName = "mirror";

    /// <param name="source">A URL, or a path below the folder of the NuGet.config.</param>
    public static string NuGetConfig(string source)
    {
        var add = new XElement("add", new XAttribute("key", SourceName), new XAttribute("value", source));
        if (source.StartsWith("http:", StringComparison.Ordinal)) add.Add(new XAttribute("allowInsecureConnections", "true"));
        return new XElement(
            "configuration",
            new XElement("packageSources", new XElement("clear"), add),
            Cleared("packageSourceMapping"),
            Cleared("disabledPackageSources"),
            Cleared("auditSources"),
            Cleared("fallbackPackageFolders")) + "\n";

        static XElement Cleared(string section) => new(section, new XElement("clear"));
    }

    /// <param name="template">The README with <c>$tokens$</c>.</param>
    public static string Readme(string template, MirrorRecord record, bool signed) => new Template(new Dictionary<string, string>
    {
        ["packageId"] = record.Releases[^1].PackageId,
        ["version"] = record.Releases[^1].Version,
        ["releases"] = Releases(record),
        ["toolchains"] = Toolchains(record),
        ["checksums"] = Checksums.FileName,
        ["served"] = record.BaseUrl is { } url
            ? $"`{url}/{StaticFeed.ServiceIndex}`, when a web server serves this folder as `{url}/`: "
                + $"developers take `{MirrorFolder.ClientFolder}/{MirrorFolder.NuGetConfig}`"
            : "none: the folder was written without `--base-url`",
        ["signature"] = signed
            ? $"`{Checksums.FileName}` is signed; against the root that you trust:\n\n```sh\nopenssl cms -verify -binary "
                + $"-inform DER -in {ChecksumSignature.FileName} -content {Checksums.FileName} -CAfile root.pem -purpose any "
                + "-out /dev/null\n```"
            : $"`{Checksums.FileName}` is not signed: compare its digest with one that reached you in another way.",
        ["sample"] = record.Releases.Any(release => release.Sample)
            ? "\n**A release in here is the sample that the project builds itself: for tests, never for use.**\n"
            : "",
    }).Expand(template);

    private static string Releases(MirrorRecord record)
    {
        var table = new StringBuilder("| package | version | made from | for | lock |\n|---|---|---|---|---|\n");
        foreach (var release in record.Releases)
        {
            table.Append(
                $"| {release.PackageId} | {release.Version}{(release.Sample ? " (sample)" : "")} | `{release.Tag}` of "
                + $"{release.Repository}{(release.Commit is { } commit ? $", commit `{commit}`" : "")} | "
                + $"{string.Join(", ", release.Rids)} | `{release.Lock}` |\n");
        }

        return table.ToString().TrimEnd();
    }

    private static string Toolchains(MirrorRecord record)
    {
        var table = new StringBuilder("| SDK | programs for | RID | publishes | no NativeAOT, because |\n|---|---|---|---|---|\n");
        foreach (var (sdk, framework, rids) in record.Toolchains)
        {
            foreach (var rid in rids)
            {
                table.Append($"| {sdk} | {framework} | {rid.Rid} | {Text(rid.Publishes)} | {rid.NoNativeAotBecause} |\n");
            }
        }

        return table.ToString().TrimEnd();
    }

    public static string Text(PublishKind kind) => kind switch
    {
        PublishKind.NativeAot => "NativeAOT",
        PublishKind.SelfContained => "self-contained",
        PublishKind.FrameworkDependent => "framework-dependent",
        _ => "nothing",
    };
}
