using System.Text.RegularExpressions;
using RuntimePacks.Files;
using RuntimePacks.Packing;
using RuntimePacks.Stages;
using RuntimePacks.Tools;
using StaticLibraries;

namespace RuntimePacks.Smoke;

/// <summary>Does what a consumer does with the packages, for every RID that this machine can link for and run.</summary>
public sealed partial class SmokeTest(Toolbox toolbox, string app, string folder, string packagesFolder, ILogger log)
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(2);

    /// <summary>NativeAOT hands the linker paths in the packages folder without quotes: there may be no space in it.</summary>
    private string Cache => folder.Contains(' ', StringComparison.Ordinal)
        ? Path.Combine(Path.GetTempPath(), $"slim-native-smoke-{Digest.OfTexts(folder)[..12]}")
        : Path.Combine(folder, "nuget");

    /// <param name="packages">The packages of the release, the one that consumers reference last.</param>
    /// <param name="earlier">What an earlier run found: what did not change is not published again, but runs again.</param>
    /// <returns>A result per RID; one that failed, or that this machine cannot run, says why.</returns>
    public async Task<IReadOnlyList<SmokeResult>> RunAsync(
        IReadOnlyList<PackedPackage> packages, IReadOnlyList<SmokeResult> earlier, CancellationToken cancellationToken = default)
    {
        foreach (var package in packages)
        {
            var unpacked = Path.Combine(Cache, package.Id.ToLowerInvariant());
            if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
        }

        var sdk = (await new Command("dotnet", "--version") { WorkingDirectory = app }.OutputAsync(cancellationToken)).Trim();
        var rids = packages.Select(package => package.Rid).OfType<string>().ToList();
        var stage = new Stage<string, SmokeResult>
        {
            MadeFrom = rid =>
            [
                sdk, rid,
                .. (SmokeHost.For(rid, out _)?.Tools ?? []).Select(tool => toolbox[tool].Stamp),
                .. App(rid).Sources.SelectMany(path => new[] { Path.GetFileName(path), File.ReadAllText(path) }),
                .. packages.Where(package => package.Rid is null || package.Rid == rid).Select(package => package.Sha256),
            ],
            KeepAsync = async (rid, same, cancel) =>
                File.Exists(App(rid).Executable) ? await TryAsync(rid, same.Key, _ => Task.CompletedTask, cancel) : null,
            MakeAsync = (rid, key, cancel) => TryAsync(rid, key, project => PublishAsync(project, rid, packages, cancel), cancel),
        };
        return await stage.RunAsync(rids, earlier, cancellationToken);
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

    private SmokeApp App(string rid) => new(app, Path.Combine(folder, rid));

    private Task PublishAsync(SmokeApp project, string rid, IReadOnlyList<PackedPackage> packages, CancellationToken cancellationToken)
    {
        log.Say($"publishing a program for {rid} with NativeAOT");
        return project.PublishAsync(rid, packages, packagesFolder, Cache, cancellationToken);
    }

    private async Task<SmokeResult> TryAsync(string rid, string key, Func<SmokeApp, Task> publish, CancellationToken cancellationToken)
    {
        if (SmokeHost.For(rid, out var reason) is not { } host)
        {
            return new SmokeResult { Rid = rid, Status = SmokeStatus.NotRun, Reason = reason };
        }

        try
        {
            await toolbox.RequireAllAsync(host.Tools, cancellationToken);
        }
        catch (RuntimePacksException e)
        {
            log.Warn($"no program was published for {rid}: {e.Message}");
            return new SmokeResult { Rid = rid, Status = SmokeStatus.NotRun, Reason = e.Message };
        }

        try
        {
            var project = App(rid);
            await publish(project);
            return await RunAsync(host, project, key, cancellationToken);
        }
        catch (InputException e)
        {
            return new SmokeResult { Rid = rid, Status = SmokeStatus.Failed, Reason = e.Message };
        }
    }

    private async Task<SmokeResult> RunAsync(SmokeHost host, SmokeApp project, string key, CancellationToken cancellationToken)
    {
        var checks = await AnswersAsync(host, project.Executable, cancellationToken);
        var image = SystemLibraries.ImageOf(project.Executable);
        if (image.Needed.FirstOrDefault(library => !SystemLibraries.Has(library)) is { } extra)
        {
            throw new RuntimePacksException(
                $"the program for {host.Rid} needs {extra} at run time, which is no part of every system: "
                + "something was not linked statically");
        }

        var size = new FileInfo(project.Executable).Length;
        log.Say($"ran the program for {host.Rid}: {checks} answers are right, {Size.Text(size)}");
        return new SmokeResult
        {
            Rid = host.Rid,
            Status = SmokeStatus.Passed,
            Checks = checks,
            ExecutableSize = size,
            Needed = image.Needed,
            Interpreter = image.Interpreter,
            Key = key,
        };
    }

    private async Task<int> AnswersAsync(SmokeHost host, string executable, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RunLimit);
        string output;
        try
        {
            var command = host.Emulator is null
                ? new Command(executable)
                : new Command(toolbox[host.Emulator].Find()!, "-L", host.Prefix!, executable);
            output = await command.OutputAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RuntimePacksException($"the program for {host.Rid} did not end within {RunLimit.TotalMinutes} minutes", e);
        }

        var passed = Passed().Match(output);
        return passed.Success
            ? int.Parse(passed.Groups[1].Value)
            : throw new RuntimePacksException($"the program for {host.Rid} did not say that its checks passed; it said:\n{output}");
    }

    [GeneratedRegex(@"^(\d+) checks passed$", RegexOptions.Multiline)]
    private static partial Regex Passed();
}
