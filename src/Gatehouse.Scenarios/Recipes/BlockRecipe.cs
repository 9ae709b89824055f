using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>Block: unicast traffic is dropped both ways, protected or not.</summary>
internal sealed class BlockRecipe : IScenarioRecipe
{
    public ScenarioKind Scenario => ScenarioKind.Block;

    public IpsecPolicyFlags? QuickMode => null;

    public LayerActions ForAll { get; } = new(RowAction.Block, RowAction.Block);

    public LayerActions ForRules { get; } = new(RowAction.Block, RowAction.Block, RowAction.Block, RowAction.Block);
}
