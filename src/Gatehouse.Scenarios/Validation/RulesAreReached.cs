using Gatehouse.Base;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Validation;

/// <summary>
/// The first match wins, and exemptions come before rules. A rule whose traffic one of them has taken already would silently do nothing:
/// the same conditions twice, a narrow rule after a wide one, or a rule about ICMP beside the default exemption.
/// </summary>
internal sealed class RulesAreReached : IPolicyRule
{
    private sealed record Earlier(string Text, string Advice, TrafficMatch Match);

    public void Check(PolicyNode document, PolicyErrors errors)
    {
        var families = DocumentWalk.Families(document);
        var earlier = Exemptions(document);
        foreach (var rule in DocumentWalk.Rules(document))
        {
            if (!TrafficMatchBinder.TryBind(rule.Node, out var match) || match.IsAll)
                continue;
            if (Taker(match, earlier, families) is { } taker)
                errors.Add(rule.Node.Position, rule.Path, $"the rule is never reached: {taker.Text} matches all of its traffic", taker.Advice);
            var name = Wording.Quote(rule.Node["name"]?.Text ?? "");
            earlier.Add(new Earlier($"rule {name} of line {rule.Node.Position.Line}", "the narrower rule before the wider one", match));
        }
    }

    private static List<Earlier> Exemptions(PolicyNode document)
    {
        if (document["exemptions"] is null)
            return [new Earlier("the default exemption icmp", "an empty list under exemptions, or other traffic here", TrafficMatch.Icmp)];
        var exemptions = new List<Earlier>();
        foreach (var exemption in DocumentWalk.Exemptions(document))
        {
            if (TrafficMatchBinder.TryBind(exemption.Node, out var match))
                exemptions.Add(new Earlier($"exemption {match}", "the exemption removed, or other traffic here", match));
        }

        return exemptions;
    }

    /// <summary>Who takes all of it, in every family it has filters of; null when something is left or it has no filters at all.</summary>
    private static Earlier? Taker(TrafficMatch match, List<Earlier> earlier, IReadOnlyList<IpFamily> families)
    {
        Earlier? taker = null;
        foreach (var family in families.Where(match.Covers))
        {
            var found = earlier.Find(other => other.Match.Covers(family) && other.Match.Includes(match, family));
            if (found is null)
                return null;
            taker ??= found;
        }

        return taker;
    }
}
