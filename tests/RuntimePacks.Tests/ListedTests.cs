namespace RuntimePacks.Tests;

/// <summary>Names in a message.</summary>
public sealed class ListedTests
{
    [Theory]
    [InlineData("", 3, "")]
    [InlineData("a", 1, "a")]
    [InlineData("a b c", 3, "a, b, c")]
    [InlineData("a b c d e f g", 3, "a, b, c, and 4 more")]
    public void The_first_are_named_and_the_others_counted(string names, int most, string expected) =>
        Assert.Equal(expected, Listed.Some(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), most));
}
