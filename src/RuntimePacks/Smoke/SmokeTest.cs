using System.Text.RegularExpressions;
using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Stages;
using RuntimePacks.Tools;
using StaticLibraries;
using StaticLibraries.Libraries;

namespace RuntimePacks.Smoke;

/// <summary>
/// Does what a consumer does with the packages, for every RID that this machine can link for: publishes a program with NativeAOT, or
/// links one in C where NativeAOT cannot link, and runs it where something here can.
/// </summary>
/// <param name="definition">What the packages are made for.</param>
/// <param name="subject">The programs that call the library.</param>
/// <param name="folder">Where they go, with all that they are made of.</param>
/// <param name="packagesFolder">Where the packages are.</param>
public sealed partial class SmokeTest(
    Toolbox toolbox, PackDefinition definition, SmokeSources subject, string folder, string packagesFolder, ILogger log)
{
    private const string Wine = "wine64";
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(2);

    /// <summary>Whether wine is installed where it is missing: it is large, and no consumer needs it.</summary>
    public bool InstallsWine { get; init; }

    /// <summary>Another library's packages, which NativeAOT's programs reference too where these have their RID; null for none.</summary>
    public PackedPackages? Beside { get; init; }

    /// <summary>NativeAOT hands the linker paths in the packages folder without quotes: there may be no space in it.</summary>
    private string Cache => folder.Contains(' ', StringComparison.Ordinal)
        ? Path.Combine(Path.GetTempPath(), $"slim-native-smoke-{Digest.OfTexts(folder)[..12]}")
        : Path.Combine(folder, "nuget");

    /// <summary>Whether NativeAOT's program is what a RID's package is tried with here.</summary>
    public static bool HasApp(string rid) => SmokeHost.For(rid) is not null;

    /// <param name="packages">The packages of the release, the one that consumers reference last.</param>
    /// <param name="earlier">What an earlier run found: what did not change is not made again, but runs again.</param>
    /// <returns>A result per RID; one that failed, or that this machine cannot run, says why.</returns>
    public async Task<IReadOnlyList<SmokeResult>> RunAsync(
        IReadOnlyList<PackedPackage> packages, IReadOnlyList<SmokeResult> earlier, CancellationToken cancellationToken = default)
    {
        foreach (var package in packages.Concat(Beside?.Packages ?? []))
        {
            var unpacked = Path.Combine(Cache, package.Id.ToLowerInvariant());
            if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
        }

        var sdk = (await new Command("dotnet", "--version") { WorkingDirectory = subject.App }.OutputAsync(cancellationToken)).Trim();
        var programs = packages.Where(package => package.Rid is not null)
            .Select(package => (Package: package, Program: ProgramFor(package, packages))).ToList();
        await InstallAsync(programs.Select(one => one.Program).OfType<ISmokeProgram>(), cancellationToken);
        var stage = new Stage<(PackedPackage Package, ISmokeProgram? Program), SmokeResult>
        {
            MadeFrom = one =>
            [
                sdk, one.Package.Rid!,
                .. (one.Program?.Tools ?? []).Select(tool => toolbox[tool].Stamp),
                .. one.Program?.MadeFrom ?? [],
                .. one.Program is SmokeApp ? BesideOf(one.Package.Rid!)?.Packages.Select(package => package.Sha256) ?? [] : [],
                .. packages.Where(package => package.Rid is null || package == one.Package).Select(package => package.Sha256),
            ],
            Work = one => one.Program is SmokeApp ? 1 : 0,
            KeepAsync = async (one, same, cancel) =>
                File.Exists(one.Program?.Executable) ? await TryAsync(one.Package, one.Program, same.Key, isMade: true, cancel) : null,
            MakeAsync = (one, key, cancel) => TryAsync(one.Package, one.Program, key, isMade: false, cancel),
        };
        return await stage.RunAsync(programs, earlier, cancellationToken);
    }

    /// <exception cref="RuntimePacksException">
    /// One of them failed: a program does not publish, gives a wrong answer, or needs more than the system.
    /// </exception>
    public static void Require(IReadOnlyList<SmokeResult> results)
    {
        var failed = results.Where(result => result.Status == SmokeStatus.Failed).ToList();
        if (failed.Count > 0)
        {
            throw new RuntimePacksException(
                "the smoke test failed for "
                + $"{string.Join("; and for ", failed.Select(result => $"{result.Rid}: {result.Reason}"))}");
        }
    }

    private ISmokeProgram? ProgramFor(PackedPackage package, IReadOnlyList<PackedPackage> packages)
    {
        var place = Path.Combine(folder, package.Rid!);
        if (SmokeHost.For(package.Rid!) is { } host)
        {
            var own = new PackedPackages(packages, packagesFolder);
            return new SmokeApp(subject.App, host, BesideOf(host.Rid) is { } other ? [own, other] : [own], place, Cache);
        }

        return CLink.For(TargetTriple.Parse(package.Target!), toolbox) is { } link
            ? new CProgram(link, subject.Program, package, Path.Combine(packagesFolder, package.FileName), ExportsOf(package), place)
            : null;
    }

    private ExportPatterns ExportsOf(PackedPackage package) =>
        definition.ExportsOf(definition.Platforms.First(platform => platform.Target == package.Target));

    private PackedPackages? BesideOf(string rid) => Beside is { } packs && packs.Packages.Any(package => package.Rid == rid) ? packs : null;

    /// <summary>Installs what is missing at once, where that can be; what cannot is said of each RID.</summary>
    private async Task InstallAsync(IEnumerable<ISmokeProgram> programs, CancellationToken cancellationToken)
    {
        try
        {
            string[] wine = InstallsWine ? [Wine] : [];
            await toolbox.RequireAllAsync(programs.SelectMany(program => program.Tools).Concat(wine).Distinct(), cancellationToken);
        }
        catch (RuntimePacksException e)
        {
            log.Warn($"not all programs can be made and run: {e.Message}");
        }
    }

    private async Task<SmokeResult> TryAsync(
        PackedPackage package, ISmokeProgram? program, string key, bool isMade, CancellationToken cancellationToken)
    {
        var rid = package.Rid!;
        if (program is null)
        {
            var reason = $"neither NativeAOT nor a program in C can be linked for {rid} ({package.Target}) on {SmokeHost.OwnRid}";
            return new SmokeResult { Rid = rid, Status = SmokeStatus.NotTried, Reason = reason };
        }

        var missing = program.Tools.Select(tool => toolbox[tool]).Where(tool => tool.Find() is null).ToList();
        if (missing.Count > 0)
        {
            var ways = missing.Select(tool => $"{tool.Name}, get it with: {tool.HowToGet}");
            var reason = $"missing on this machine: {string.Join("; ", ways)}";
            return new SmokeResult { Rid = rid, Status = SmokeStatus.NotTried, Reason = reason };
        }

        try
        {
            if (!isMade)
            {
                log.Say(program is SmokeApp ? $"publishing a program for {rid} with NativeAOT" : $"linking a program in C for {rid}");
                await program.MakeAsync(cancellationToken);
            }

            return await RunAsync(rid, program, key, cancellationToken);
        }
        catch (InputException e)
        {
            return new SmokeResult { Rid = rid, Status = SmokeStatus.Failed, Language = program.Language, Reason = e.Message };
        }
    }

    private async Task<SmokeResult> RunAsync(string rid, ISmokeProgram program, string key, CancellationToken cancellationToken)
    {
        var checks = program.Runner is { } runner
            ? await AnswersAsync(rid, runner.Of(program.Executable, toolbox), cancellationToken)
            : 0;
        int? withoutAot = program.WithoutAot is { } command ? await AnswersAsync(rid, command, cancellationToken) : null;
        if (withoutAot is not null && withoutAot != checks)
        {
            throw new RuntimePacksException($"the program for {rid} gave {checks} answers with NativeAOT, and {withoutAot} without");
        }

        var image = SystemLibraries.ImageOf(program.Executable);
        var size = new FileInfo(program.Executable).Length;
        log.Say(program.Runner is null
            ? $"linked the program for {rid}, {Size.Text(size)}: {program.Reason}"
            : $"ran the program for {rid}: {checks} answers are right, {Size.Text(size)}"
                + (program.Beside is { } other ? $", beside {other}" : "")
                + (withoutAot is null ? "" : "; and the same without NativeAOT"));
        return new SmokeResult
        {
            Rid = rid,
            Status = program.Runner?.Status ?? SmokeStatus.Linked,
            Language = program.Language,
            Reason = program.Reason,
            Beside = program.Beside,
            Checks = checks,
            ChecksWithoutAot = withoutAot,
            ExecutableSize = size,
            Needed = program.Language == SmokeLanguage.CSharp ? image.Needed : [],
            Interpreter = image.Interpreter,
            Key = key,
        };
    }

    private static async Task<int> AnswersAsync(string rid, Command command, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RunLimit);
        string output;
        try
        {
            output = await command.OutputAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RuntimePacksException($"the program for {rid} did not end within {RunLimit.TotalMinutes} minutes", e);
        }

        var passed = Passed().Match(output);
        return passed.Success
            ? int.Parse(passed.Groups[1].Value)
            : throw new RuntimePacksException($"the program for {rid} did not say that its checks passed; it said:\n{output}");
    }

    [GeneratedRegex(@"^(\d+) checks passed\r?$", RegexOptions.Multiline)]
    private static partial Regex Passed();
}
