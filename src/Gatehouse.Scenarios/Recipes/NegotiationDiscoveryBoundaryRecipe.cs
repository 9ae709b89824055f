using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// Negotiation Discovery in boundary mode: as Negotiation Discovery, but connections may begin in clear both ways. Nothing at
/// ALE_AUTH_RECV_ACCEPT asks for protection, and the quick-mode policy tells the peer so (ND_BOUNDARY).
/// </summary>
internal sealed class NegotiationDiscoveryBoundaryRecipe : IScenarioRecipe
{
    public ScenarioKind Scenario => ScenarioKind.NegotiationDiscoveryBoundary;

    public IpsecPolicyFlags? QuickMode => IpsecPolicyFlags.NdBoundary;

    public LayerActions ForAll { get; } = new(RowAction.PersistInbound, RowAction.DiscoverOutbound);

    public LayerActions ForRules { get; } = new(
        RowAction.PersistInbound, RowAction.DiscoverOutbound, RowAction.AcceptConnections, RowAction.PermitConnections);
}
