using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>A rule about all traffic is what the policy's own scenario is for; more likely a condition was forgotten.</summary>
internal sealed class RulesSayWhichTraffic : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        foreach (var rule in DocumentWalk.Rules(document))
        {
            if (TrafficMatchBinder.TryBind(rule.Node, out var match) && match.IsAll)
                errors.Add(
                    rule.Node.Position, rule.Path, "the rule does not say which traffic", "protocol, localPort, remotePort, local or remote in it");
        }
    }
}
