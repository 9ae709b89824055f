namespace Gatehouse.Scenarios.Document;

/// <summary>What a policy asks for, for all traffic or for that of a rule: a Windows scenario, or plainly clear or block.</summary>
public enum ScenarioKind
{
    /// <summary>Transport Mode: matching traffic is protected or dropped, both ways.</summary>
    TransportMode,

    /// <summary>Negotiation Discovery Transport Mode: inbound is required, outbound is requested.</summary>
    NegotiationDiscovery,

    /// <summary>Negotiation Discovery in boundary mode: protection is requested both ways, clear text is accepted both ways.</summary>
    NegotiationDiscoveryBoundary,

    /// <summary>Traffic passes as it is; nobody negotiates for it.</summary>
    Clear,

    /// <summary>Traffic is dropped, both ways, protected or not; nobody negotiates for it.</summary>
    Block,
}

/// <summary>What scenarios have in common.</summary>
public static class ScenarioKinds
{
    /// <summary>True when SAs are negotiated for the traffic.</summary>
    public static bool Negotiates(this ScenarioKind scenario) => scenario is not (ScenarioKind.Clear or ScenarioKind.Block);

    /// <summary>True for the scenarios in which a connection may begin in clear.</summary>
    public static bool Discovers(this ScenarioKind scenario) =>
        scenario is ScenarioKind.NegotiationDiscovery or ScenarioKind.NegotiationDiscoveryBoundary;
}
