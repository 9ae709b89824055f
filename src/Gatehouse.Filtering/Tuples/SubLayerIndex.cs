namespace Gatehouse.Filtering.Tuples;

/// <summary>The filters of one sublayer at one layer, ready to be asked. Immutable.</summary>
internal abstract class SubLayerIndex(CompiledFilter[] ordered)
{
    /// <summary>All filters, the heaviest first.</summary>
    public CompiledFilter[] Ordered { get; } = ordered;

    /// <summary>The heaviest matching filter after the cursor, to which the cursor moves; false when there is none.</summary>
    public abstract bool TryNext(in ClassifyFields fields, ref Cursor cursor, out Best match);

    /// <summary>The same with one filter more; everything it does not touch is shared.</summary>
    public abstract SubLayerIndex With(CompiledFilter filter);

    /// <summary>The same without a filter.</summary>
    public abstract SubLayerIndex Without(CompiledFilter filter);

    /// <summary>The order of filters in a sublayer: by weight, then by addition (reference 10 #5).</summary>
    public static int Compare(CompiledFilter left, CompiledFilter right)
    {
        var byWeight = right.EffectiveWeight.CompareTo(left.EffectiveWeight);
        return byWeight != 0 ? byWeight : left.Id.CompareTo(right.Id);
    }

    // cold: runs when policy changes.
    protected static CompiledFilter[] Insert(CompiledFilter[] ordered, CompiledFilter filter)
    {
        var at = ~Array.BinarySearch(ordered, filter, Comparer<CompiledFilter>.Create(Compare));
        var result = new CompiledFilter[ordered.Length + 1];
        ordered.AsSpan(0, at).CopyTo(result);
        result[at] = filter;
        ordered.AsSpan(at).CopyTo(result.AsSpan(at + 1));
        return result;
    }

    protected static CompiledFilter[] Remove(CompiledFilter[] ordered, CompiledFilter filter)
    {
        var at = Array.IndexOf(ordered, filter);
        var result = new CompiledFilter[ordered.Length - 1];
        ordered.AsSpan(0, at).CopyTo(result);
        ordered.AsSpan(at + 1).CopyTo(result.AsSpan(at));
        return result;
    }
}
