using Gatehouse.Model.Wfp;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// The rows that decide packets at one pair of layers: the one for all unicast traffic (IN-1, OUT-1, ALE-1), and one PERMIT row
/// per exemption (IN-2, OUT-2, ALE-2 for ICMP) in the weight range of exemptions, so that it outweighs everything else.
/// </summary>
internal static class TrafficRows
{
    public static void AddForAll(ObjectSetBuilder set, TrafficLayer layer, RowAction action) =>
        set.AddFilters($"{layer.Row}-1", $"{layer.Row}-1 {action.Name}", (family, key, label) => new FwpmFilter(
            key,
            label,
            layer.Layers.For(family),
            TrafficConditions.AllUnicast,
            action.Action,
            FwpmWeight.Auto,
            action.Callouts?.For(family),
            action.RawContext));

    public static void AddExemptions(ObjectSetBuilder set, TrafficLayer layer)
    {
        for (var index = 0; index < set.Document.Exemptions.Length; index++)
        {
            var exemption = set.Document.Exemptions[index];
            if (!layer.Decides(exemption))
                continue;
            set.Origin = $"exemptions[{index}]";
            var row = $"{layer.Row}-2";
            set.AddFilters($"{row} {exemption}", $"{row} exempt {layer.Traffic} {exemption}", (family, key, label) => !exemption.Covers(family)
                ? null
                : new FwpmFilter(
                    key,
                    label,
                    layer.Layers.For(family),
                    TrafficConditions.AtTrafficLayers(exemption, family),
                    FwpActionType.Permit,
                    FwpmWeight.IkeExemptions));
        }

        set.Origin = "scenario";
    }
}
