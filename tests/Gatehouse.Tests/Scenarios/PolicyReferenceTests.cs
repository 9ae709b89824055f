using System.Text.RegularExpressions;
using Gatehouse.Scenarios.Shapes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

/// <summary>docs/policy.md is the reference: no key and no word of the document is missing there.</summary>
public sealed partial class PolicyReferenceTests
{
    [Fact]
    public void Every_key_and_every_word_is_in_the_reference()
    {
        var said = CodeSpan().Matches(TestFiles.ReadText("docs", "policy.md"))
            .SelectMany(span => span.Groups[1].Value.Split(['.', ':', ' ', ',', '{', '}', '[', ']'])).ToHashSet();
        var missing = PolicyShape.Keys.Concat(Choices(PolicyShape.Document)).Distinct().Where(word => !said.Contains(word));
        missing.ShouldBeEmpty();
    }

    private static IEnumerable<string> Choices(Shape shape) => shape switch
    {
        ChoiceShape choice => choice.Words,
        MappingShape mapping => mapping.Properties.SelectMany(property => Choices(property.Shape)),
        ListShape list => Choices(list.Item),
        UnionShape union => union.Options.SelectMany(Choices),
        _ => [],
    };

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex CodeSpan();
}
