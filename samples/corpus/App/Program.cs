using System.Runtime.InteropServices;

// Each answer of the library is compared with what is expected; the last line is what the smoke test looks for.
(string Call, long Answer, long Expected)[] answers =
[
    ("tasks on tokio", Corpus.Tasks(100), 5050),
    ("JSON there and back", Corpus.Json(9), 45),
    ("regular expressions", Corpus.Regex(), 242),
    ("tracing", Corpus.Tracing(), 5),
    ("plugins that registered themselves", Corpus.Plugins(4), 28),
    ("a panic in a task, caught", Corpus.Panic(77), 77),
    ("HTTP/2 over loopback", Corpus.Http2(10), 110),
    ("TLS over loopback", Corpus.Tls(10), 110),
    ("QUIC over loopback", Corpus.Quic(1000), 124716),
];
foreach (var (call, answer, expected) in answers)
{
    Console.WriteLine(answer == expected ? $"{call}: {answer}" : $"FAILED: {call}: {answer}, expected {expected}");
}

var right = answers.All(one => one.Answer == one.Expected);
if (right) Console.WriteLine($"{answers.Length} checks passed");
return right ? 0 : 1;

internal static class Corpus
{
    private const string Library = "corpus_large";

    [DllImport(Library, EntryPoint = "corpus_tasks")] public static extern long Tasks(uint count);

    [DllImport(Library, EntryPoint = "corpus_json")] public static extern long Json(uint count);

    [DllImport(Library, EntryPoint = "corpus_regex")] public static extern long Regex();

    [DllImport(Library, EntryPoint = "corpus_tracing")] public static extern long Tracing();

    [DllImport(Library, EntryPoint = "corpus_plugins")] public static extern long Plugins(long value);

    [DllImport(Library, EntryPoint = "corpus_panic")] public static extern long Panic(uint number);

    [DllImport(Library, EntryPoint = "corpus_http2")] public static extern long Http2(uint count);

    [DllImport(Library, EntryPoint = "corpus_tls")] public static extern long Tls(uint count);

    [DllImport(Library, EntryPoint = "corpus_quic")] public static extern long Quic(uint count);
}
