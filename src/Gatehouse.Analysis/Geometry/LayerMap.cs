using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Geometry;

/// <summary>The filters of one layer in the order they are asked, each as a box of one space.</summary>
internal sealed class LayerMap
{
    private LayerMap(FwpmLayer layer, FieldSpace space, CompiledFilter[] filters, Box[] boxes, int[] nextSubLayer)
    {
        Layer = layer;
        Space = space;
        Filters = filters;
        Boxes = boxes;
        Powers = [.. filters.Select(FilterPowers.Of)];
        NextSubLayer = nextSubLayer;
    }

    public FwpmLayer Layer { get; }

    public FieldSpace Space { get; }

    public CompiledFilter[] Filters { get; }

    public Box[] Boxes { get; }

    /// <summary>What each filter does with the right to decide.</summary>
    public FilterPower[] Powers { get; }

    /// <summary>For each filter the place of the first filter of the next lighter sublayer.</summary>
    public int[] NextSubLayer { get; }

    /// <summary>The map of a layer in a space of its own; null when it cannot be exact.</summary>
    public static LayerMap? Of(FilterSnapshot snapshot, FwpmLayer layer)
    {
        var filters = snapshot.AtLayer(layer);
        return FieldSpace.Build(FwpmLayers.Info(layer).Family, Objects(filters)) is { } space ? In(space, snapshot, layer) : null;
    }

    /// <summary>The map of a layer in a space that knows all of its conditions.</summary>
    public static LayerMap In(FieldSpace space, FilterSnapshot snapshot, FwpmLayer layer)
    {
        var filters = snapshot.AtLayer(layer).ToArray();
        var next = new int[filters.Length];
        for (var i = filters.Length - 1; i >= 0; i--)
        {
            var isLast = i + 1 == filters.Length || filters[i + 1].Filter.SubLayer.Key != filters[i].Filter.SubLayer.Key;
            next[i] = isLast ? i + 1 : next[i + 1];
        }

        return new LayerMap(layer, space, filters, [.. filters.Select(filter => space.Of(filter.Filter.Conditions))], next);
    }

    /// <summary>The filter objects of a layer.</summary>
    public static IEnumerable<FwpmFilter> Objects(ReadOnlySpan<CompiledFilter> filters)
    {
        var objects = new List<FwpmFilter>(filters.Length);
        foreach (var filter in filters)
            objects.Add(filter.Filter);
        return objects;
    }
}
