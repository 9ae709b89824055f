using System.Numerics;

namespace Gatehouse.Filtering.Tuples;

/// <summary>One filter where a packet finds it. A filter with alternatives for an address stands in several places.</summary>
internal struct Entry<TAddress>
    where TAddress : struct, IBinaryInteger<TAddress>, IMinMaxValue<TAddress>
{
    public ulong Weight;
    public CompiledFilter Filter;
    public Bounds<TAddress> Bounds;

    /// <summary>True when the bounds are all that the filter demands.</summary>
    public bool IsWhole;

    /// <summary>What a match means, so that mostly nobody has to look at the filter itself.</summary>
    public FilterKind Kind;

    /// <summary>The filter's id.</summary>
    public ulong Id;

    /// <summary>The heavier first; of equal weights, the one added first.</summary>
    public static int Compare(Entry<TAddress> left, Entry<TAddress> right)
    {
        var byWeight = right.Weight.CompareTo(left.Weight);
        return byWeight != 0 ? byWeight : left.Id.CompareTo(right.Id);
    }
}

/// <summary>The best match of a search so far; at first none, which every filter betters.</summary>
internal struct Best
{
    public CompiledFilter? Filter;
    public ulong Weight;
    public ulong Id;
    public FilterKind Kind;

    /// <summary>Nothing yet.</summary>
    public static Best None => new() { Id = ulong.MaxValue };

    /// <summary>True when a filter of that weight and id comes after this one.</summary>
    public readonly bool IsBefore(ulong weight, ulong id) => weight < Weight || (weight == Weight && id >= Id);
}

/// <summary>How far the search in a sublayer has come: only filters after this one are asked.</summary>
internal struct Cursor
{
    public ulong Weight;
    public ulong Id;

    /// <summary>Before all filters; ids begin at 1.</summary>
    public static Cursor Start => new() { Weight = ulong.MaxValue };

    public readonly bool IsBefore(ulong weight, ulong id) => weight < Weight || (weight == Weight && id > Id);
}
