using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// Transport Mode: all matching unicast traffic is protected, both ways; what cannot be is dropped. The transport callouts carry no
/// raw context, which means "require".
/// </summary>
internal sealed class TransportModeRecipe : IScenarioRecipe
{
    public ScenarioKind Scenario => ScenarioKind.TransportMode;

    public void AddRows(ObjectSetBuilder set)
    {
        KeyingRows.Add(set, IpsecPolicyFlags.None);
        TrafficRows.AddCallout(set, "IN-1", "require protection inbound", LayerPair.InboundTransport, CalloutPair.InboundTransport, null);
        TrafficRows.AddExemptions(set, "IN-2", "exempt inbound", LayerPair.InboundTransport);
        TrafficRows.AddCallout(set, "OUT-1", "require protection outbound", LayerPair.OutboundTransport, CalloutPair.OutboundTransport, null);
        TrafficRows.AddExemptions(set, "OUT-2", "exempt outbound", LayerPair.OutboundTransport);
    }
}
