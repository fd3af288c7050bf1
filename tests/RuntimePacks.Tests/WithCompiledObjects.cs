namespace RuntimePacks.Tests;

/// <summary>The classes that read what the compilers made.</summary>
[CollectionDefinition]
public sealed class WithCompiledObjects : ICollectionFixture<CompiledObjects>;
