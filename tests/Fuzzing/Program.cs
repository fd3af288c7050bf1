using Fuzzing;
using SharpFuzz;

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
    case ["instrument", var assembly]:
        Fuzzer.Instrument(assembly, _ => true, Options.Value);
        return 0;
    case ["replay", .. var files]:
        using (var target = new Target())
        {
            foreach (var file in files)
            {
                try
                {
                    var clock = System.Diagnostics.Stopwatch.StartNew();
                    target.Run(File.ReadAllBytes(file));
                    Console.WriteLine($"{file}: fine {clock.ElapsedMilliseconds} ms");
                }
                catch (Exception e)
                {
                    Console.WriteLine($"{file}: {e}");
                }
            }
        }

        return 0;
}

return 2;
