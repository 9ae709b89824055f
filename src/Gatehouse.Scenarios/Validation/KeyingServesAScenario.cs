using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>
/// Keying is there exactly when a scenario negotiates. That the policy's own scenario needs it, the shape of the document knows; here it is
/// about rules, and about keying that would never be used.
/// </summary>
internal sealed class KeyingServesAScenario : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        if (DocumentWalk.ScenarioOf(document) is not { } scenario || scenario.Negotiates())
            return;
        var negotiating = DocumentWalk.Rules(document).Where(rule => DocumentWalk.ScenarioOf(rule.Node)?.Negotiates() == true)
            .Select(rule => rule.Child("scenario")).FirstOrDefault();
        var keying = new Located("", document).Child("keying");
        if (keying is null && negotiating is { } word)
            errors.Add(word.Node.Position, word.Path, "this scenario negotiates keys, and keying is missing", "keying with ike, authip, or both");
        if (keying is { } unused && DocumentWalk.Scenarios(document).All(each => each?.Negotiates() == false))
            errors.Add(unused.Node.Position, unused.Path, "no scenario of the policy negotiates keys", "no keying, or a rule that protects");
    }
}
