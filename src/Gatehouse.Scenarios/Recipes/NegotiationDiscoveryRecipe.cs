using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// Negotiation Discovery Transport Mode: inbound connections must be protected (ALE-1), outbound traffic starts in clear while a
/// negotiation runs beside it, and a connection once protected stays so.
/// </summary>
internal sealed class NegotiationDiscoveryRecipe : IScenarioRecipe
{
    public ScenarioKind Scenario => ScenarioKind.NegotiationDiscovery;

    public IpsecPolicyFlags? QuickMode => IpsecPolicyFlags.NdSecure;

    public LayerActions ForAll { get; } = new(RowAction.PersistInbound, RowAction.DiscoverOutbound, RowAction.RequireConnections);

    public LayerActions ForRules { get; } = new(
        RowAction.PersistInbound, RowAction.DiscoverOutbound, RowAction.RequireConnections, RowAction.PermitConnections);
}
