using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// The rows of one rule at the layers that decide packets and connections: one per layer and family, with the rule's own weight. A
/// guarantee of encryption takes the place of the plain row at the ALE layers (GE-IN, GE-OUT).
/// </summary>
internal static class RuleRows
{
    public static void Add(ObjectSetBuilder set, TrafficRule rule, FwpmWeight weight, TrafficLayer layer, LayerActions actions)
    {
        var guaranteed = rule.GuaranteeEncryption && layer.Guarantee is not null;
        var action = guaranteed ? Guarantee(layer) : layer.Of(actions)!;
        var row = $"rule {rule.Name} {(guaranteed ? layer.Guarantee : layer.Row)}";
        set.AddFilters(row, $"{row} {action.Name}", (family, key, label) => !rule.Traffic.Covers(family)
            ? null
            : new FwpmFilter(
                key,
                label,
                layer.Layers.For(family),
                TrafficConditions.AtTrafficLayers(rule.Traffic, family),
                action.Action,
                weight,
                action.Callouts?.For(family),
                action.RawContext));
    }

    private static RowAction Guarantee(TrafficLayer layer) =>
        layer == TrafficLayer.Accept ? RowAction.EncryptInboundConnections : RowAction.EncryptOutboundConnections;
}
