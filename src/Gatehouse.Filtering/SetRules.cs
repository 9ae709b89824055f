using System.Collections.Immutable;
using Gatehouse.Model.Wfp;

// cold: runs when policy changes.
namespace Gatehouse.Filtering;

/// <summary>The rules that filters obey among each other: unique keys, and one weight for each sublayer (reference sections 3.3 and 7.3).</summary>
internal static class SetRules
{
    /// <summary>2^16 (reference 10 #23).</summary>
    private const int MaxSubLayers = 65536;

    public static void Check(ImmutableArray<FwpmFilter> filters)
    {
        var keys = new Dictionary<Guid, FwpmFilter>(filters.Length);
        var subLayers = FwpmSubLayer.BuiltIns.ToDictionary(subLayer => subLayer.Key);
        foreach (var filter in filters)
        {
            if (!keys.TryAdd(filter.Key, filter))
                throw SameKey(keys[filter.Key], filter);
            if (!subLayers.TryAdd(filter.SubLayer.Key, filter.SubLayer) && subLayers[filter.SubLayer.Key] != filter.SubLayer)
                throw OtherSubLayer(filter);
        }

        if (subLayers.Count > MaxSubLayers)
            throw new FilterRuleException(FwpError.TooManySublayers, $"{subLayers.Count} sublayers; {MaxSubLayers} are allowed");
    }

    public static void Check(FwpmFilter added, LayerFilters[] layers)
    {
        foreach (var subLayer in FwpmSubLayer.BuiltIns)
        {
            if (subLayer.Key == added.SubLayer.Key && subLayer != added.SubLayer)
                throw OtherSubLayer(added);
        }

        foreach (var layer in layers)
        {
            foreach (var filter in layer.Ordered)
            {
                if (filter.Filter.Key == added.Key)
                    throw SameKey(filter.Filter, added);
            }

            foreach (var index in layer.Indexes)
            {
                if (index.Ordered is [var first, ..] && first.Filter.SubLayer.Key == added.SubLayer.Key && first.Filter.SubLayer != added.SubLayer)
                    throw OtherSubLayer(added);
            }
        }
    }

    private static FilterRuleException SameKey(FwpmFilter first, FwpmFilter second) =>
        new(FwpError.AlreadyExists, $"filters '{first.Name}' and '{second.Name}' share the key {second.Key}");

    private static FilterRuleException OtherSubLayer(FwpmFilter filter) =>
        new(FwpError.AlreadyExists, $"filter '{filter.Name}': another sublayer has the key {filter.SubLayer.Key}");
}
