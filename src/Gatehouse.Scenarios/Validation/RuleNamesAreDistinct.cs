using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>The keys of a rule's filters are derived from its name, and errors and counters speak of it by name.</summary>
internal sealed class RuleNamesAreDistinct : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var rule in DocumentWalk.Rules(document))
        {
            if (rule.Child("name") is not { Node.Text: { } text } name)
                continue;
            if (!lines.TryAdd(text, name.Node.Position.Line))
                errors.Add(name.Node.Position, name.Path, $"the rule of line {lines[text]} has the same name", "a name of its own for each rule");
        }
    }
}
