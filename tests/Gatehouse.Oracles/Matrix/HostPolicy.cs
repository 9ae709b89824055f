using Gatehouse.Base;

namespace Gatehouse.Oracles.Matrix;

/// <summary>One flow: what is exchanged, over which family, and whether it goes to the port that rules name.</summary>
public readonly record struct Flow(Traffic Traffic, IpFamily Family, bool ToRulePort = false);

/// <summary>
/// A rule of a policy, first match wins. Null or false is "any". The port is the responder's: the initiator's policy calls it remotePort,
/// the responder's localPort; a prefix is the one both hosts' addresses of that family are in.
/// </summary>
public sealed record Rule(Scenario Scenario, IpFamily? Prefix = null, Traffic? Protocol = null, bool Port = false)
{
    /// <summary>True when the rule decides the flow. Only TCP has the rules' port here.</summary>
    public bool Matches(Flow flow) =>
        (Prefix is null || Prefix == flow.Family)
        && (Protocol is null || Protocol == flow.Traffic)
        && (!Port || (flow.Traffic == Traffic.Tcp && flow.ToRulePort));

    /// <inheritdoc/>
    public override string ToString() =>
        string.Concat(Prefix is { } family ? $"{family} prefix " : "", Protocol is { } protocol ? $"{protocol} " : "", Port ? "port " : "", Scenario);
}

/// <summary>A host's policy: the rules in order, and the scenario of everything else.</summary>
public sealed record HostPolicy(Scenario Base, params Rule[] Rules)
{
    /// <summary>What the policy says about a flow, exemptions aside.</summary>
    public Scenario For(Flow flow) => Array.Find(Rules, rule => rule.Matches(flow))?.Scenario ?? Base;

    /// <inheritdoc/>
    public override string ToString() => Rules.Length == 0 ? $"{Base}" : $"{Base} ({string.Join(", ", Rules.AsEnumerable())})";
}
