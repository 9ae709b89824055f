using System.Numerics;

namespace Gatehouse.Filtering.Tuples;

/// <summary>
/// The filters of one tuple, a pair of prefix lengths: a hash table from the two prefixes to the filters that have them, the heaviest first.
/// Immutable; a change makes a new table of this one tuple.
/// </summary>
internal sealed class TupleTable<TAddress>
    where TAddress : struct, IBinaryInteger<TAddress>, IMinMaxValue<TAddress>
{
    /// <summary>Lists up to this long are read through; longer ones are split by ports.</summary>
    private const int MaxList = 16;

    private readonly Cell[] _cells;
    private readonly Entry<TAddress>[] _entries;
    private readonly PortSplit<TAddress>[] _splits;
    private readonly TAddress _localMask;
    private readonly TAddress _remoteMask;
    private readonly int _shift;

    // cold: runs when policy changes.
    public TupleTable(int localLength, int remoteLength, Entry<TAddress>[] entries)
    {
        LocalLength = localLength;
        RemoteLength = remoteLength;
        _localMask = Prefixes.Mask<TAddress>(localLength);
        _remoteMask = Prefixes.Mask<TAddress>(remoteLength);
        _entries = entries;
        Array.Sort(entries, CompareByPlace);
        var lists = 0;
        for (var i = 0; i < entries.Length; i++)
            lists += i == 0 || !SamePlace(entries[i - 1], entries[i]) ? 1 : 0;
        var bits = Math.Max(1, BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, lists + (lists / 2)))));
        _cells = new Cell[1 << bits];
        _shift = 64 - bits;
        var splits = new List<PortSplit<TAddress>>();
        for (var start = 0; start < entries.Length;)
        {
            var end = start + 1;
            while (end < entries.Length && SamePlace(entries[start], entries[end]))
                end++;
            Insert(start, end - start, splits);
            Heaviest = Math.Max(Heaviest, entries[start].Weight);
            start = end;
        }

        _splits = [.. splits];
    }

    /// <summary>Prefix length of the local address.</summary>
    public int LocalLength { get; }

    /// <summary>Prefix length of the remote address.</summary>
    public int RemoteLength { get; }

    /// <summary>Weight of the heaviest filter.</summary>
    public ulong Heaviest { get; }

    /// <summary>Every entry, in no order that matters.</summary>
    public ReadOnlySpan<Entry<TAddress>> Entries => _entries;

    /// <summary>Betters <paramref name="best"/> with the first filter after the cursor that matches.</summary>
    public void Find(in Key<TAddress> key, in ClassifyFields fields, in Cursor cursor, ref Best best)
    {
        var local = key.Local & _localMask;
        var remote = key.Remote & _remoteMask;
        var cells = _cells;
        for (var at = Prefixes.Hash(local, remote) >> _shift; ; at = (at + 1) & ((ulong)cells.Length - 1))
        {
            ref readonly var cell = ref cells[at];
            if (cell.Count == 0)
                return;
            if (cell.Local != local || cell.Remote != remote)
                continue;
            if (cell.Count > 0)
                Scan(_entries.AsSpan(cell.Start, cell.Count), key, fields, cursor, ref best);
            else
                _splits[cell.Start].Find(key, fields, cursor, ref best);
            return;
        }
    }

    /// <summary>The same in one list, which is ordered by weight.</summary>
    public static void Scan(
        ReadOnlySpan<Entry<TAddress>> list,
        in Key<TAddress> key,
        in ClassifyFields fields,
        in Cursor cursor,
        ref Best best)
    {
        foreach (ref readonly var entry in list)
        {
            if (best.IsBefore(entry.Weight, entry.Id))
                return;
            if (!entry.Bounds.Contain(key) || !cursor.IsBefore(entry.Weight, entry.Id) || (!entry.IsWhole && !entry.Filter.Matches(fields)))
                continue;
            best = new Best { Filter = entry.Filter, Weight = entry.Weight, Id = entry.Id, Kind = entry.Kind };
            return;
        }
    }

    private void Insert(int start, int count, List<PortSplit<TAddress>> splits)
    {
        ref readonly var first = ref _entries[start].Bounds;
        var local = first.LocalLow & _localMask;
        var remote = first.RemoteLow & _remoteMask;
        var at = Prefixes.Hash(local, remote) >> _shift;
        while (_cells[at].Count != 0)
            at = (at + 1) & ((ulong)_cells.Length - 1);
        if (count > MaxList)
        {
            _cells[at] = new Cell { Local = local, Remote = remote, Start = splits.Count, Count = -1 };
            splits.Add(new PortSplit<TAddress>(_entries.AsSpan(start, count)));
            return;
        }

        _cells[at] = new Cell { Local = local, Remote = remote, Start = start, Count = count };
    }

    private int CompareByPlace(Entry<TAddress> left, Entry<TAddress> right)
    {
        var byLocal = (left.Bounds.LocalLow & _localMask).CompareTo(right.Bounds.LocalLow & _localMask);
        if (byLocal != 0)
            return byLocal;
        var byRemote = (left.Bounds.RemoteLow & _remoteMask).CompareTo(right.Bounds.RemoteLow & _remoteMask);
        return byRemote != 0 ? byRemote : Entry<TAddress>.Compare(left, right);
    }

    private bool SamePlace(in Entry<TAddress> left, in Entry<TAddress> right) =>
        (left.Bounds.LocalLow & _localMask) == (right.Bounds.LocalLow & _localMask)
        && (left.Bounds.RemoteLow & _remoteMask) == (right.Bounds.RemoteLow & _remoteMask);

    /// <summary>Count is 0 where the cell is free, and -1 where the list is split.</summary>
    private struct Cell
    {
        public TAddress Local;
        public TAddress Remote;
        public int Start;
        public int Count;
    }
}
