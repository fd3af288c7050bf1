namespace Corpus.Tests;

/// <summary>The large library's code behind exports in UniFFI's shape.</summary>
[Trait(BuiltCorpus.Trait, BuiltCorpus.Slow)]
public sealed class BindingsTests
{
    private const string Name = "bindings/x86_64-unknown-linux-gnu-release";

    [Fact]
    public async Task It_has_some_500_exports()
    {
        var entry = (await BuiltCorpus.WithAsync(Name))[Name];
        Assert.Equal(250, entry.Exports.Count(name => name.StartsWith("uniffi_corpus_fn_", StringComparison.Ordinal)));
        Assert.Equal(250, entry.Exports.Count(name => name.StartsWith("uniffi_corpus_checksum_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_record_is_the_same_whichever_way_it_went()
    {
        var answers = (await BuiltCorpus.WithAsync(Name))[Name].Answers;
        Assert.Equal(500, answers.Count);
        Assert.All(Enumerable.Range(0, 50), service =>
        {
            string[] methods = ["encode", "spawn", "post", "stream"];
            var weights = methods.Select(method => answers[$"uniffi_corpus_fn_method_service{service}_{method}(5, &status)"]);
            Assert.NotEqual("0", Assert.Single(weights.Distinct()));
        });
    }
}
