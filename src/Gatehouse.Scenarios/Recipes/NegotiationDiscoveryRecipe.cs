using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// Negotiation Discovery Transport Mode: inbound connections must be protected (ALE-1), outbound traffic starts in clear while a
/// negotiation runs beside it, and a connection once protected stays so.
/// </summary>
internal sealed class NegotiationDiscoveryRecipe : IScenarioRecipe
{
    public ScenarioKind Scenario => ScenarioKind.NegotiationDiscovery;

    public void AddRows(ObjectSetBuilder set)
    {
        KeyingRows.Add(set, IpsecPolicyFlags.NdSecure);
        TrafficRows.AddCallout(
            set,
            "IN-1",
            "keep protected connections protected",
            LayerPair.InboundTransport,
            CalloutPair.InboundTransport,
            FwpmContext.InboundPersistConnectionSecurity);
        TrafficRows.AddExemptions(set, "IN-2", "exempt inbound", LayerPair.InboundTransport);
        TrafficRows.AddCallout(
            set,
            "OUT-1",
            "request protection outbound",
            LayerPair.OutboundTransport,
            CalloutPair.OutboundTransport,
            FwpmContext.OutboundNegotiateDiscover);
        TrafficRows.AddExemptions(set, "OUT-2", "exempt outbound", LayerPair.OutboundTransport);

        // The scenario page lists no raw context here; Microsoft's sample passes 0x2. The page wins.
        TrafficRows.AddCallout(
            set, "ALE-1", "require protection of inbound connections", LayerPair.AleAuthRecvAccept, CalloutPair.InboundInitiateSecure, null);
        TrafficRows.AddExemptions(set, "ALE-2", "exempt inbound connections", LayerPair.AleAuthRecvAccept);
    }
}
