using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// Transport Mode: all matching unicast traffic is protected, both ways; what cannot be is dropped. The transport callouts carry no
/// raw context, which means "require", and reject every clear packet themselves, so the table needs no row at the ALE layers.
/// </summary>
internal sealed class TransportModeRecipe : IScenarioRecipe
{
    public ScenarioKind Scenario => ScenarioKind.TransportMode;

    public IpsecPolicyFlags? QuickMode => IpsecPolicyFlags.None;

    public LayerActions ForAll { get; } = new(RowAction.RequireInbound, RowAction.RequireOutbound);

    public LayerActions ForRules { get; } = new(
        RowAction.RequireInbound, RowAction.RequireOutbound, RowAction.RequireConnections, RowAction.PermitConnections);
}
