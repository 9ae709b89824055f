using System.Text;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

/// <summary>No text whatever makes the reader throw, hang or answer without either a document or an error.</summary>
public sealed class PolicyReaderFuzzTests
{
    private static readonly string Everything = TestFiles.ReadText("tests", "vectors", "policy", "everything.yaml");

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ":", ": ", "- ", "\n", "\n  ", ",", "'", "\"", "&a ", "*a", "!!str ", "|", ">", "?", "%YAML 9.9\n", "---\n", "#",
        "\t", "\0", "\\", "é", "~", "1e9",
    ];

    [Fact]
    public void Every_truncation_is_survived()
    {
        for (var length = 0; length <= Everything.Length; length++)
            ReadAnything(Everything[..length]);
    }

    [Fact]
    public void Seeded_mutations_are_survived()
    {
        var random = new Random(20260401);
        for (var round = 0; round < 4000; round++)
        {
            var text = new StringBuilder(Everything);
            for (var change = random.Next(1, 5); change > 0 && text.Length > 0; change--)
                Mutate(text, random);
            ReadAnything(text.ToString());
        }
    }

    [Theory]
    [InlineData("[", 1_000_000)]
    [InlineData("{", 1_000_000)]
    [InlineData("- ", 500_000)]
    [InlineData("? ", 500_000)]
    [InlineData("{a: ", 250_000)]
    [InlineData("a", 1_000_000)]
    [InlineData("a,", 500_000)]
    [InlineData("[a],", 250_000)]
    [InlineData("- a\n", 250_000)]
    [InlineData("a: 1\n", 200_000)]
    [InlineData("'", 1_000_000)]
    [InlineData("&a ", 300_000)]
    [InlineData("!", 1_000_000)]
    [InlineData("#\n", 500_000)]
    [InlineData("\n", 1_000_000)]
    [InlineData("---\n", 250_000)]
    public void Large_repetitions_end_in_errors(string unit, int count) =>
        ReadAnything(string.Concat(Enumerable.Repeat(unit, count))).Document.ShouldBeNull();

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (var level = 1; level < 40; level++)
            bomb.Append($"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n");
        ReadAnything(bomb.ToString()).Errors.ShouldContain(error => error.Message == "anchors and aliases are not read");
    }

    [Fact]
    public void A_document_beyond_the_limit_is_refused_unread() =>
        ReadAnything(new string(' ', PolicyReader.MaxBytes + 1)).Errors.ShouldHaveSingleItem().Message.ShouldBe("the document is too large");

    private static void Mutate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(5))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                break;
            case 1:
                text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 2:
                text[at] = (char)random.Next(1, 128);
                break;
            case 3:
                text.Insert(at, Everything.AsSpan(random.Next(Everything.Length - 40), random.Next(40)));
                break;
            default:
                text[at] = (char)random.Next(128, 0xFFFF);
                break;
        }
    }

    private static PolicyReadResult ReadAnything(string text)
    {
        var result = PolicyReader.Read(text, "fuzz.yaml");
        (result.Document is null).ShouldBe(!result.Errors.IsEmpty);
        if (result.Document is { } document)
            ScenarioCompiler.Compile(document).Filters.Select(filter => filter.Key).ShouldBeUnique();
        return result;
    }
}
