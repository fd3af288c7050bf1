namespace Build.CommandLine;

/// <summary>Every option that there is.</summary>
public static class OptionTable
{
    /// <summary>The build's own.</summary>
    public static IReadOnlyList<OptionGroup> Groups { get; } =
    [
        new("Which release",
            new("release", "VERSION", "a version, a tag or 'latest'; the sample without it and without --from",
                "Resolve", "Matrix", "Merge", "Init"),
            new("sample", "real", "makes the sample of real Rust for every target, which takes minutes the first time", "Sample"),
            new("from", "DIR", "a folder that holds the release's assets, or 'github'; for Init a folder, or OWNER/NAME on GitHub",
                "Resolve", "Matrix", "Audit", "Init") { NeededBy = ["Init"] },
            new("prerelease", null, "lets the latest release be a prerelease", "Resolve", "Matrix", "Init"),
            new("repository", "OWNER/NAME", "where it is released, instead of the definition's repositories", "Resolve", "Matrix"),
            new("github-url", "URL", "the address of a GitHub Enterprise server", "Resolve", "Matrix", "Init"),
            new("lock", "FILE", "the lock of the release, the one beside the definition without it",
                "Resolve", "Matrix", "Merge", "Audit"),
            new("locked", null, "refuses whatever is not what the lock pins; leaves the lock as it is", "Resolve", "Merge"),
            new("update-lock", null, "pins the release anew, whatever the lock says", "Resolve", "Merge"),
            new("rids", "RID,RID", "these platforms alone, of those that the release has", "Resolve", "Matrix", "Merge")),
        new("What is made of it",
            new("definition", "FILE", "the pack definition, packaging/slim.json without it; for Init the file to write",
                "Sample", "Matrix", "Merge", "Audit", "Inspect", "Init") { NeededBy = ["Init"] },
            new("slim", "MODE", "how much is taken away: full, strip or none; full without it", "Verify"),
            new("allow-abi-break", null, "packs a release that breaks the one before it", "Verify", "Merge"),
            new("package-version", "VERSION", "the packages' version, the release's without it", "Pack"),
            new("certificate", "FILE", "a PFX or PEM file to sign with; SIGNING_CERTIFICATE_PASSWORD opens it", "Pack", "Merge"),
            new("timestamper", "URL", "the RFC 3161 server that gives signatures their time", "Pack"),
            new("parts", "DIR", "the folder with what the jobs of a distributed release left", "Merge") { NeededBy = ["Merge"] },
            new("output", "DIR", "the root of all that is written, artifacts without it",
                "Sample", "Matrix", "Merge", "Audit", "Corpus", "Bench", "Fuzz", "Clean")),
        new("Where it goes",
            new("feed", "FEED", "the address of a V3 feed, a folder, or the name of a source in NuGet.config",
                "Verify", "Push", "Merge") { NeededBy = ["Push"] },
            new("what-if", null, "says what would be pushed, and pushes nothing", "Push"),
            new("bundle", "DIR", "the folder of the mirror", "Mirror", "CheckMirror") { NeededBy = ["Mirror", "CheckMirror"] },
            new("base-url", "URL", "the URL that the mirror will be served as", "Mirror"),
            new("sdk", "VERSION", "the .NET SDK that consumers use, this machine's without it", "Mirror")),
        new("What is looked at",
            new("file", "FILE", "a library, object, program, zip or package", "Inspect") { NeededBy = ["Inspect"] },
            new("package", "FILE", "the package to audit; for Inspect the one that a program should hold",
                "Audit", "Inspect") { NeededBy = ["Audit"] },
            new("json", null, "prints JSON and nothing else", "Inspect"),
            new("all", null, "passes the tests of large libraries too, which take long to build", "Test"),
            new("minutes", "N", "how long to fuzz, 10 without it", "Fuzz"),
            new("only", "NAME", "runs one benchmark; builds one part of the corpus", "Bench", "Corpus")),
    ];

    /// <summary>Cake's.</summary>
    public static IReadOnlyList<CakeOption> Cakes { get; } =
    [
        new([Target, "-t"], "TARGET", "what to run, Default without it; may be given several times"),
        new(["--exclusive", "-e"], null, "runs the target without what it depends on, on what that left before"),
        new(["--dryrun", "--noop", "--whatif"], null, "names what would run, in order, and runs and writes nothing"),
        new(["--tree", "--showtree"], null, "shows which target depends on which"),
        new(["--description", "--descriptions", "--showdescription", "--showdescriptions"], null, "lists the targets"),
        new([Verbosity, "-v"], "WORD", "how much is said: quiet, minimal, normal, verbose or diagnostic"),
        new(["--working", "-w"], "DIR", "the directory to run in, the repository's root without it"),
        new(["--noreport"], null, "leaves out the table of tasks at the end"),
        new(["--info"], null, "says which version of Cake this is"),
        new(["--version", "--ver"], null, null),
        new([Help, "-h"], null, "prints this page"),
    ];

    internal const string Target = "--target";
    internal const string Verbosity = "--verbosity";
    internal const string Help = "--help";

    /// <summary>The build's own, without their groups.</summary>
    public static IEnumerable<Option> All => Groups.SelectMany(group => group.Options);
}
