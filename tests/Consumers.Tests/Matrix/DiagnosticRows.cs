using System.IO.Compression;
using RuntimePacks.Tools;

namespace Consumers.Tests.Matrix;

/// <summary>What cannot work, and is said before a linker or the running program says it: each names what to type.</summary>
public sealed class DiagnosticRows(MainJob job, ConsumerMatrix matrix) : IClassFixture<MainJob>
{
    /// <summary>Builds without the packs of a platform that the feed may not have.</summary>
    private const string Plain = "-p:UseAppHost=false -p:SelfContained=false";

    private const string Rids = "linux-x64, linux-arm64, linux-musl-x64, linux-musl-arm64, osx-x64, osx-arm64, win-x64, win-arm64";

    private static readonly Row[] Rows =
    [
        Refused("SLIM1001", "a RID that has no package", "linux-riscv64", $"It has one for: {Rids}."),
        Refused(
            "SLIM1006", "bionic, which has no package, and NuGet falls back to glibc", "linux-bionic-x64",
            "runtime.linux-x64.Slim.Native was restored for linux-bionic-x64", Rids),
        new("musl, with packages for glibc alone", "SLIM1006")
        {
            Properties =
                "", Commands =
                    [$"build -r linux-musl-x64 {Plain}"], Fails = true, Codes = ["SLIM1006"], Says = ["it has one for: linux-x64."],
            Before = GlibcAloneAsync,
        },
        new("a definition that says where its diagnostics are explained", "a link to that page, at the code")
        {
            Properties = "", Commands = [$"build -r linux-riscv64 {Plain}"], Fails = true, Codes = ["SLIM1001"], Says = [
                "to build without it. https://docs.example/Native/diagnostics#slim1001"],
            Before = WithPageAsync,
        },
        new("no RID anywhere", "SLIM1002")
        {
            Properties = "", Commands = ["build"], Codes = ["SLIM1002"], Says = [
                "<RuntimeIdentifier>linux-x64</RuntimeIdentifier> to App.csproj"], Holds = NothingOfOursAsync,
        },
        Warned("SLIM1003", "win-x64 without NativeAOT", "win-x64", "<PublishAot>true</PublishAot> to App.csproj"),
        Warned("SLIM1003", "osx-arm64 without NativeAOT, on Linux", "osx-arm64", "<PublishAot>true</PublishAot> to App.csproj"),
        Warned("SLIM1003", "linux-musl-x64 without NativeAOT, on glibc", "linux-musl-x64", "<PublishAot>true</PublishAot> to App.csproj"),
        new("no compiler, dotnet build", "SLIM1004")
        {
            Commands =
                [$"build {Plain}"], Environment =
                    consumer => WithTools(consumer, "sh"), Fails = true, Codes = ["SLIM1004"], Says = ["apt-get install clang"],
        },
        new("no compiler, NativeAOT", "SLIM1004")
        {
            Aot =
                true, Commands =
                    ["publish -o published"], Environment =
                        consumer => WithTools(consumer, "sh"), Fails = true, Codes = ["SLIM1004"], Says = ["apt-get install clang"],
        },
        new("ExcludeAssets leaves out the runtime package's library", "SLIM1005")
        {
            Items =
                """<PackageReference Include="Slim.Native" Version="{version}" ExcludeAssets="native" />""", Commands =
                    ["build"], Fails = true, Codes = ["SLIM1005"], Says = ["ExcludeAssets", "dotnet restore -r linux-x64"],
        },
        new("switched off, with its P/Invokes still there", "SLIM1007")
        {
            Properties =
                "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><SlimNativeEnabled>false</SlimNativeEnabled>", Commands =
                    ["build"], Codes = ["SLIM1007"], Says = ["App.dll still calls"], Holds = NothingOfOursAsync,
        },
        SwitchedOff("linux-x64"),
        SwitchedOff("linux-riscv64"),
        SwitchedOff(null),
        new("a compiler without a C library for the platform", "SLIM1008")
        {
            Commands =
                ["build"], Environment = consumer => WithClang(consumer, "exit 1"), Fails = true, Codes = ["SLIM1008"], Says = [
                    "apt-get install libc6-dev", "<SysRoot>"],
        },
        new("a compiler that does not say where its C library is, and links", "nothing is said")
        {
            Commands = ["run"], Environment = consumer => WithClang(consumer, "exec gcc \"$@\""), Prints = Consumer.Answer,
        },
        new("a library for windows-gnu in a package for win-x64", "SLIM1009")
        {
            Properties =
                "", Commands =
                    [$"build -r win-x64 {Plain}"], Before =
                        WindowsGnuAsync, Fails = true, Codes = ["SLIM1009"], Says = ["x86_64-pc-windows-gnu", "MSVC"],
        },
        new("an SDK that is too old", "SLIM1010")
        {
            Commands = ["build -p:NETCoreSdkVersion=7.0.410"], Fails = true, Codes = ["SLIM1010"], Says = [
                "8.0.100 or later, and this is 7.0.410"],
        },
        new("SlimNativeShowNeeds without readelf", "SLIM1011")
        {
            Aot =
                true, Properties =
                    "<SlimNativeShowNeeds>true</SlimNativeShowNeeds><StripSymbols>false</StripSymbols>", Commands =
                        ["publish -r linux-x64 -o published"],
            Environment = consumer => WithTools(
                consumer, "sh", "gcc", "as", "ld", "ld.bfd"), Codes = ["SLIM1011"], Says = ["apt-get install binutils"], Runs = "published/App",
        },
        new("a glibc that is older than the library needs, NativeAOT", "SLIM1012")
        {
            Aot = true,
            Properties = "",
            Before = consumer => WithGlibcAsync(consumer, "2.99"),
            Commands = [$"publish -r linux-x64 {Plain}"],
            Fails = true,
            Codes = ["SLIM1012"],
            Says = ["needs glibc 2.99 or later, for strtol_of_tomorrow, ffi_of_tomorrow, and ", "links with glibc 2."],
        },
        new("the same for dotnet run", "SLIM1012")
        {
            Before = consumer => WithGlibcAsync(consumer, "2.99"), Commands = ["build"], Fails = true, Codes = ["SLIM1012"],
        },
        new("a glibc that is just as old as the library needs", "nothing is said")
        {
            Before = consumer => WithGlibcAsync(consumer, "2.2"), Commands = ["run"], Prints = Consumer.Answer,
        },
        new("a library that passes the package on", "nothing is said")
        {
            Files = new Dictionary<string, string?> { ["App.csproj"] = Consumer.Project(
                "", """<PackageReference Include="Slim.Native" Version="{version}" /><Compile Remove="Program.cs" />""") }, Commands = ["build"],
        },
    ];

    public static IEnumerable<TheoryDataRow<string>> All => Row.Names(Rows);

    [Theory]
    [MemberData(nameof(All))]
    public Task Holds(string does) => matrix.HoldsAsync(job, Rows, does);

    private static Row Refused(string code, string does, string rid, params string[] says) => new(does, code)
    {
        Properties = "",
        Commands = [$"build -r {rid} {Plain}"],
        Fails = true,
        Codes = [code],
        Says = [rid, .. says],
        Holds = async (consumer, result) =>
        {
            Assert.DoesNotContain("#slim", result.Output, StringComparison.Ordinal);
            await NothingOfOursAsync(consumer, result);
        },
    };

    private static Row Warned(string code, string does, string rid, params string[] says) =>
        Refused(code, does, rid, says) with { Fails = false };

    private static Row SwitchedOff(string? rid) => new($"switched off, {rid ?? "no RID"}", "nothing is added, and nothing said")
    {
        Properties = "<SlimNativeEnabled>false</SlimNativeEnabled>",
        Program = "Console.WriteLine();",
        Commands = rid is null
            ? ["build"]
            : [
                $"build -r {rid} {Plain}",
                $"build -r {rid} {Plain} -t:ResolvePackageAssets -getItem:NativeLibrary,LinkerArg,DirectPInvoke,NativeCopyLocalItems"],
        Holds = async (consumer, result) =>
        {
            if (rid is not null) Assert.DoesNotContain("slim", result.Output, StringComparison.OrdinalIgnoreCase);
            await NothingOfOursAsync(consumer, result);
        },
    };

    private static Task NothingOfOursAsync(Consumer consumer, CommandResult result)
    {
        var bin = Path.Combine(consumer.Folder, "bin");
        if (Directory.Exists(bin)) Assert.Empty(Directory.EnumerateFiles(bin, "*slim*", SearchOption.AllDirectories));
        return Task.CompletedTask;
    }

    /// <summary>An environment whose PATH has dotnet and these tools alone.</summary>
    private static Dictionary<string, string?> WithTools(Consumer consumer, params string[] tools)
    {
        var path = Directory.CreateDirectory(Path.Combine(consumer.Folder, "path")).FullName;
        foreach (var tool in tools.Append("dotnet"))
        {
            var found =
                Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, tool)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(path, tool), File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found);
        }

        return new(Dotnet.Environment) { ["PATH"] = path };
    }

    /// <summary>
    /// An environment with a clang that does not say where a C library is, as one does where there is none; and that then does
    /// this.
    /// </summary>
    private static Dictionary<string, string?> WithClang(Consumer consumer, string otherwise)
    {
        consumer.Write("path/clang", $"#!/bin/sh\ncase $* in *crt1.o*) echo crt1.o ;; *) {otherwise} ;; esac\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(consumer.Folder, "path/clang"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return new(Dotnet.Environment) { ["PATH"] = $"{Path.Combine(consumer.Folder, "path")}:{Environment.GetEnvironmentVariable("PATH")}" };
    }

    private static Task GlibcAloneAsync(Consumer consumer) => PackAsync(consumer, "--rids", "linux-x64");

    /// <summary>Packs with a definition that says, against better knowledge, that windows-gnu is for win-x64.</summary>
    private static async Task WindowsGnuAsync(Consumer consumer)
    {
        var definition = await DefinitionAsync();
        var msvc = definition.IndexOf("\"rid\": \"win-x64\"", StringComparison.Ordinal);
        definition = definition[..msvc] + "\"notPackedBecause\": \"of the test\"" + definition[(msvc + "\"rid\": \"win-x64\"".Length)..];
        var gnu = definition.LastIndexOf("\"notPackedBecause\"", StringComparison.Ordinal);
        consumer.Write("definition.json", definition[..gnu] + "\"rid\": \"win-x64\" } ] }");
        await PackAsync(consumer, "--definition", Path.Combine(consumer.Folder, "definition.json"), "--rids", "win-x64");
    }

    /// <summary>A package whose library says that it needs another glibc.</summary>
    private static async Task WithGlibcAsync(Consumer consumer, string version)
    {
        await PackAsync(consumer, "--rids", "linux-x64");
        var package = Directory.GetFiles(Path.Combine(consumer.Folder, "pipeline", "packages"), "runtime.*.nupkg").Single();
        using var zip = await ZipFile.OpenAsync(package, ZipArchiveMode.Update, TestContext.Current.CancellationToken);
        zip.GetEntry("link/glibc.txt")!.Delete();
        using var text = new StreamWriter(zip.CreateEntry("link/glibc.txt").Open());
        await text.WriteAsync($"{version}\nstrtol_of_tomorrow\nffi_of_tomorrow\n");
    }

    /// <summary>Packs with a definition that says where the diagnostics are explained.</summary>
    private static async Task WithPageAsync(Consumer consumer)
    {
        consumer.Write(
            "definition.json",
            (await DefinitionAsync()).Replace(
                "\"tags\":", "\"docsUrl\": \"https://docs.example/Native/diagnostics\", \"tags\":", StringComparison.Ordinal));
        await PackAsync(consumer, "--definition", Path.Combine(consumer.Folder, "definition.json"), "--rids", "linux-x64");
    }

    /// <summary>The project's own definition, to lie in any folder.</summary>
    private static async Task<string> DefinitionAsync() =>
        (
            await File.ReadAllTextAsync(
                Path.Combine(
                    Repository.Root, "packaging", "slim.json"))).Replace(
                        "../samples", Path.Combine(Repository.Root, "samples"), StringComparison.Ordinal);

    /// <summary>Packs the sample release anew, and lets the consumer know these packages alone.</summary>
    private static async Task PackAsync(Consumer consumer, params string[] options)
    {
        var output = Path.Combine(consumer.Folder, "pipeline");
        var packed = await BuildProgram.SucceedsAsync(["--from", consumer.Sample, "--target", "Pack", "--output", output, .. options]);
        consumer.Write("nuget.config", $"""
            <configuration>
              <packageSources><add key="packed" value="{Path.Combine(output, "packages")}" /></packageSources>
              <config><add key="globalPackagesFolder" value="unpacked" /></config>
            </configuration>
            """);
    }
}
