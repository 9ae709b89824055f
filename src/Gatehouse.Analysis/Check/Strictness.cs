using Gatehouse.Scenarios.Document;

namespace Gatehouse.Analysis.Check;

/// <summary>What scenarios promise about clear text.</summary>
internal static class Strictness
{
    /// <summary>Higher promises more.</summary>
    public static int Of(ScenarioKind scenario) => scenario switch
    {
        ScenarioKind.Block => 4,
        ScenarioKind.TransportMode => 3,
        ScenarioKind.NegotiationDiscovery => 2,
        ScenarioKind.NegotiationDiscoveryBoundary => 1,
        _ => 0,
    };

    /// <summary>No new connection comes in in clear.</summary>
    public static bool ForbidsClearInbound(ScenarioKind scenario) => Of(scenario) >= 2;

    /// <summary>Nothing leaves in clear.</summary>
    public static bool ForbidsClearOutbound(ScenarioKind scenario) => Of(scenario) >= 3;
}
