using Fuzzing;
using SharpFuzz;
using StaticLibraries;

switch (args)
{
    case ["target"]:
        using (var target = new Target())
        {
            var input = new MemoryStream();
            Fuzzer.OutOfProcess.Run(stream =>
            {
                input.SetLength(0);
                stream.CopyTo(input);
                target.Run(input.ToArray());
            });
        }

        return 0;
    case ["replay", .. var files]:
        using (var target = new Target())
        {
            foreach (var file in files) target.Run(File.ReadAllBytes(file));
        }

        return 0;
    case [var root, var folder, var minutes]:
        var seeds = Path.Combine(folder, "seeds");
        try
        {
            await Seeds.MakeAsync(root, seeds);
        }
        catch (InputException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }

        var finds = new Finds(Path.Combine(folder, "finds"));
        await finds.ReplayAsync();
        await finds.AddAsync(Directory.GetFiles(seeds));
        var instrumented = Path.Combine(folder, "program");
        if (Directory.Exists(instrumented)) Directory.Delete(instrumented, recursive: true);
        Directory.CreateDirectory(instrumented);
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(instrumented, Path.GetFileName(file)));
        }

        Fuzzer.Instrument(Path.Combine(instrumented, "StaticLibraries.dll"), _ => true, Options.Value);
        var session = new Session(folder, seeds, instrumented);
        await session.RunAsync(int.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture));
        Console.WriteLine(session);
        await finds.AddAsync([.. session.Finds]);
        session.Forget();
        foreach (var (cause, file) in finds.Files) Console.WriteLine($"find: {file}: {cause}");
        return finds.Files.Count == 0 ? 0 : 1;
}

return 2;
