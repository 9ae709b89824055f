using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>
/// Guaranteed encryption is a property of connections that are protected (reference section 5.4): TCP or UDP, a scenario that refuses
/// inbound clear text, and proposals among which one encrypts.
/// </summary>
internal sealed class GuaranteesCanBeKept : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        var guaranteed = false;
        foreach (var rule in DocumentWalk.Rules(document))
        {
            if (rule.Child("guaranteeEncryption") is not { Node: ScalarNode { Kind: ScalarKind.Boolean, Value: "true" or "True" or "TRUE" } } guarantee)
                continue;
            guaranteed = true;
            CheckRule(rule, guarantee, errors);
        }

        if (guaranteed)
            CheckProposals(document, errors);
    }

    private static void CheckRule(Located rule, Located guarantee, PolicyErrors errors)
    {
        if (rule.Node["protocol"]?.Text is not ("tcp" or "udp" or "6" or "17"))
            errors.Add(guarantee.Node.Position, guarantee.Path, "only connections of TCP and UDP carry a guarantee", "protocol: tcp or udp beside it");
        var problem = DocumentWalk.ScenarioOf(rule.Node) switch
        {
            ScenarioKind.Clear or ScenarioKind.Block => "nothing is encrypted in this scenario",
            ScenarioKind.NegotiationDiscoveryBoundary => "boundary mode accepts connections in clear",
            _ => null,
        };
        if (problem is not null)
            errors.Add(guarantee.Node.Position, guarantee.Path, problem, "scenario: transport-mode or negotiation-discovery");
    }

    private static void CheckProposals(PolicyNode document, PolicyErrors errors)
    {
        foreach (var module in DocumentWalk.Modules(document))
        {
            if (module.Child("quickMode")?.Child("proposals") is { Node.Items.Length: > 0 } proposals
                && !proposals.Node.Items.Any(proposal => proposal["encryption"]?.Text is not (null or "none")))
                errors.Add(
                    proposals.Node.Position,
                    proposals.Path,
                    "a rule guarantees encryption, and none of these proposals encrypts",
                    "a proposal with an encryption other than none");
        }
    }
}
