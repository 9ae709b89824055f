using System.Numerics;
using System.Runtime.InteropServices;

namespace Gatehouse.Filtering.Tuples;

/// <summary>
/// For an address, the tuples that hold at least one prefix of it, one bit each: the address space cut into intervals. Those of IPv4 are found through
/// a tree, those of IPv6 through a table of the first bits. A bit too many costs one vain look, never a wrong answer.
/// </summary>
internal sealed class PrefixMasks<TAddress>
    where TAddress : struct, IBinaryInteger<TAddress>, IMinMaxValue<TAddress>
{
    /// <summary>At most 64 Ki slots, which the second-level cache of a processor holds.</summary>
    private const int MaxTableBits = 16;

    private readonly ulong[] _masks;
    private readonly IntervalTree? _tree;
    private readonly TAddress[] _starts = [];
    private readonly int[] _first = [];
    private readonly int _shift;

    private PrefixMasks(TAddress[] starts, ulong[] masks)
    {
        _masks = masks;
        if (typeof(TAddress) == typeof(uint))
        {
            _tree = new IntervalTree(MemoryMarshal.Cast<TAddress, uint>(starts));
            return;
        }

        _starts = starts;
        var bits = Math.Clamp(BitOperations.Log2((uint)starts.Length) + 3, 2, MaxTableBits);
        _shift = Prefixes.Bits<TAddress>() - bits;
        _first = new int[(1 << bits) + 1];
        var index = 0;
        for (var i = 0; i < 1 << bits; i++)
        {
            var start = TAddress.CreateTruncating(i) << _shift;
            while (index + 1 < starts.Length && starts[index + 1] <= start)
                index++;
            _first[i] = index;
        }

        _first[1 << bits] = starts.Length - 1;
    }

    /// <summary>The tuples worth asking for that address.</summary>
    public ulong this[TAddress address]
    {
        get
        {
            if (typeof(TAddress) == typeof(uint))
                return _masks[_tree!.Find(uint.CreateTruncating(address))];
            var slot = int.CreateTruncating(address >> _shift);
            var low = _first[slot];
            var span = _first[slot + 1] - low;
            while (span > 0)
            {
                var half = (span + 1) >> 1;
                low = _starts[low + half] <= address ? low + half : low;
                span -= half;
            }

            return _masks[low];
        }
    }

    // cold: runs when policy changes.
    public static PrefixMasks<TAddress> Build(Dictionary<(TAddress Value, int Length), ulong> prefixes)
    {
        var sorted = prefixes.OrderBy(prefix => prefix.Key.Value).ThenBy(prefix => prefix.Key.Length).ToArray();
        var starts = new List<TAddress> { TAddress.Zero };
        var masks = new List<ulong> { 0 };
        var open = new Stack<(TAddress End, ulong Mask)>();
        foreach (var ((value, length), mask) in sorted)
        {
            Close(value, open, starts, masks);
            var around = open.Count > 0 ? open.Peek().Mask : 0;
            open.Push((value | ~Prefixes.Mask<TAddress>(length), around | mask));
            Put(value, around | mask, starts, masks);
        }

        Close(TAddress.MaxValue, open, starts, masks);
        return new PrefixMasks<TAddress>([.. starts], [.. masks]);
    }

    // Prefixes nest or lie apart, so those that end before the next one begins are on top of the stack.
    private static void Close(TAddress next, Stack<(TAddress End, ulong Mask)> open, List<TAddress> starts, List<ulong> masks)
    {
        while (open.Count > 0 && open.Peek().End < next)
        {
            var end = open.Pop().End;
            Put(end + TAddress.One, open.Count > 0 ? open.Peek().Mask : 0, starts, masks);
        }
    }

    private static void Put(TAddress start, ulong mask, List<TAddress> starts, List<ulong> masks)
    {
        if (starts[^1] == start)
        {
            masks[^1] = mask;
            return;
        }

        starts.Add(start);
        masks.Add(mask);
    }
}
