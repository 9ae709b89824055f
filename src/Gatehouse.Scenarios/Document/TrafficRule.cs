namespace Gatehouse.Scenarios.Document;

/// <summary>One rule of a policy: traffic, and the scenario it gets instead of the policy's own.</summary>
/// <param name="Name">Unique in the policy; part of the keys of the rule's WFP objects.</param>
/// <param name="Scenario">What happens to the traffic.</param>
/// <param name="Traffic">Which traffic; at least one thing is given.</param>
/// <param name="GuaranteeEncryption">The connections must be encrypted, not only authenticated; TCP and UDP only.</param>
public sealed record TrafficRule(string Name, ScenarioKind Scenario, TrafficMatch Traffic, bool GuaranteeEncryption = false)
{
    /// <summary>Each rule has a weight of its own and some ten filters; a longer list belongs into prefixes.</summary>
    public const int MaxRules = 1024;
}
