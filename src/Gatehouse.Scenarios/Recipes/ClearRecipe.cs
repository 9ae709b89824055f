using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>Clear: what no filter speaks of passes, so as the policy's own scenario it needs no row; a rule permits, as an exemption does.</summary>
internal sealed class ClearRecipe : IScenarioRecipe
{
    public ScenarioKind Scenario => ScenarioKind.Clear;

    public IpsecPolicyFlags? QuickMode => null;

    public LayerActions ForAll { get; } = new(null, null);

    public LayerActions ForRules { get; } = new(RowAction.Permit, RowAction.Permit, RowAction.AcceptConnections, RowAction.PermitConnections);
}
