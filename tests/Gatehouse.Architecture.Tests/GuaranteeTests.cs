using System.Text.RegularExpressions;
using Xunit;

namespace Gatehouse.Architecture.Tests;

/// <summary>A promise without a test is a wish.</summary>
public sealed partial class GuaranteeTests
{
    [Fact]
    public void Every_test_that_the_guarantees_name_exists()
    {
        var breaches = new List<string>();
        var named = 0;
        foreach (var line in File.ReadAllLines(Repository.Absolute("docs/guarantees.md")))
        {
            foreach (Match match in TestName().Matches(line))
            {
                named++;
                var (type, method) = (match.Groups[1].Value, match.Groups[2].Value);
                var exists = Repository.CSharp.Any(file => file.IsUnder(Repository.Tests) && file.Name == $"{type}.cs"
                    && file.Lines.Any(code => code.Contains($" {method}(", StringComparison.Ordinal)));
                if (!exists)
                    breaches.Add($"docs/guarantees.md names {type}.{method}, which is not there");
            }
        }

        Assert.True(named > 20, "the page names its tests as `Class.Method`");
        breaches.ShouldHaveNone("Correct the name, or write the test.");
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex TestName();
}
