using Gatehouse.Base;
using Gatehouse.Filtering.Tuples;
using Gatehouse.Model.Wfp;

// cold: runs when policy changes.
namespace Gatehouse.Filtering;

/// <summary>The filters of one layer: its sublayers, the heaviest first, each with an index. Immutable.</summary>
internal sealed class LayerFilters
{
    /// <summary>A layer without filters.</summary>
    public static readonly LayerFilters Empty = new([]);

    private readonly (FwpmSubLayer SubLayer, SubLayerIndex Index)[] _subLayers;

    private LayerFilters((FwpmSubLayer SubLayer, SubLayerIndex Index)[] subLayers)
    {
        _subLayers = subLayers;
        Indexes = [.. subLayers.Select(subLayer => subLayer.Index)];
        Ordered = Indexes.Length == 1 ? Indexes[0].Ordered : [.. Indexes.SelectMany(index => index.Ordered)];
    }

    /// <summary>The sublayers in the order they are asked.</summary>
    public SubLayerIndex[] Indexes { get; }

    /// <summary>All filters, by sublayer and weight.</summary>
    public CompiledFilter[] Ordered { get; }

    /// <summary>Builds from filters in order of addition; sublayers of equal weight keep that order.</summary>
    public static LayerFilters Build(List<CompiledFilter> filters)
    {
        var groups = new List<(FwpmSubLayer SubLayer, List<CompiledFilter> Filters)>();
        var byKey = new Dictionary<Guid, int>();
        foreach (var filter in filters)
        {
            if (!byKey.TryGetValue(filter.Filter.SubLayer.Key, out var at))
            {
                byKey[filter.Filter.SubLayer.Key] = at = groups.Count;
                groups.Add((filter.Filter.SubLayer, []));
            }

            groups[at].Filters.Add(filter);
        }

        return new LayerFilters(InOrder(groups.Select(group => (group.SubLayer, Index(group.Filters)))));
    }

    /// <summary>The same with one filter more.</summary>
    public LayerFilters With(CompiledFilter filter)
    {
        var at = Array.FindIndex(_subLayers, subLayer => subLayer.SubLayer.Key == filter.Filter.SubLayer.Key);
        if (at >= 0)
            return Replace(at, _subLayers[at].Index.With(filter));
        return new LayerFilters(InOrder(_subLayers.Append((filter.Filter.SubLayer, Index([filter])))));
    }

    /// <summary>The same without a filter of this layer.</summary>
    public LayerFilters Without(CompiledFilter filter)
    {
        var at = Array.FindIndex(_subLayers, subLayer => subLayer.SubLayer.Key == filter.Filter.SubLayer.Key);
        if (_subLayers[at].Index.Ordered.Length == 1)
            return new LayerFilters([.. _subLayers.Where((_, index) => index != at)]);
        return new LayerFilters(InOrder(Replace(at, _subLayers[at].Index.Without(filter))._subLayers));
    }

    // Of sublayers of equal weight the one that has the filter added first is asked first, whatever filters came and went meanwhile.
    private static (FwpmSubLayer SubLayer, SubLayerIndex Index)[] InOrder(IEnumerable<(FwpmSubLayer SubLayer, SubLayerIndex Index)> subLayers)
    {
        var all = subLayers.ToArray();
        return all.Length < 2 ? all : [.. all.OrderByDescending(item => item.SubLayer.Weight).ThenBy(item => item.Index.Ordered.Min(filter => filter.Id))];
    }

    private LayerFilters Replace(int at, SubLayerIndex index)
    {
        var subLayers = _subLayers.ToArray();
        subLayers[at].Index = index;
        return new LayerFilters(subLayers);
    }

    private static SubLayerIndex Index(List<CompiledFilter> filters)
    {
        var ordered = filters.ToArray();
        Array.Sort(ordered, SubLayerIndex.Compare);
        return FwpmLayers.Info(ordered[0].Filter.Layer).Family == IpFamily.V4 ? TupleIndex<uint>.Build(ordered) : TupleIndex<UInt128>.Build(ordered);
    }
}
