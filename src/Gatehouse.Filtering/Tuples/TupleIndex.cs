using System.Numerics;

namespace Gatehouse.Filtering.Tuples;

/// <summary>
/// Tuple space search with pruning: filters grouped by the lengths of their two address prefixes, a hash table for each group, and two tables of
/// address intervals that say which groups can match at all. Groups are asked the heaviest first, and the search ends when no group left can
/// hold a heavier filter.
/// </summary>
internal sealed class TupleIndex<TAddress> : SubLayerIndex
    where TAddress : struct, IBinaryInteger<TAddress>, IMinMaxValue<TAddress>
{
    private readonly TupleTable<TAddress>[] _tables;
    private readonly ulong[] _heaviestFrom;
    private readonly PrefixMasks<TAddress> _localMasks;
    private readonly PrefixMasks<TAddress> _remoteMasks;
    private readonly TupleLengths _localLengths;
    private readonly TupleLengths _remoteLengths;

    private TupleIndex(
        CompiledFilter[] ordered,
        TupleTable<TAddress>[] tables,
        TupleLengths localLengths,
        TupleLengths remoteLengths,
        PrefixMasks<TAddress>? localMasks = null,
        PrefixMasks<TAddress>? remoteMasks = null)
        : base(ordered)
    {
        _tables = tables;
        _localLengths = localLengths;
        _remoteLengths = remoteLengths;
        _heaviestFrom = new ulong[tables.Length + 1];
        for (var i = tables.Length - 1; i >= 0; i--)
            _heaviestFrom[i] = Math.Max(_heaviestFrom[i + 1], tables[i].Heaviest);
        _localMasks = localMasks ?? Masks(tables, isLocal: true);
        _remoteMasks = remoteMasks ?? Masks(tables, isLocal: false);
    }

    /// <inheritdoc/>
    public override bool TryNext(in ClassifyFields fields, ref Cursor cursor, out Best match)
    {
        var key = new Key<TAddress>(
            TAddress.CreateTruncating(fields.Local.Value),
            TAddress.CreateTruncating(fields.Remote.Value),
            fields.LocalPort,
            fields.RemotePort,
            fields.Protocol);
        match = Best.None;
        for (var candidates = _localMasks[key.Local] & _remoteMasks[key.Remote]; candidates != 0; candidates &= candidates - 1)
        {
            var index = BitOperations.TrailingZeroCount(candidates);
            if (_heaviestFrom[index] < match.Weight)
                break;
            _tables[index].Find(key, fields, cursor, ref match);
        }

        if (match.Filter is null)
            return false;
        cursor = new Cursor { Weight = match.Weight, Id = match.Id };
        return true;
    }

    // cold: runs when policy changes.
    public static TupleIndex<TAddress> Build(CompiledFilter[] ordered)
    {
        var entries = new List<Entry<TAddress>>(ordered.Length);
        foreach (var filter in ordered)
            EntryMaker.Add(filter, entries);
        var bits = Prefixes.Bits<TAddress>();
        var (localUses, remoteUses) = (new int[bits + 1], new int[bits + 1]);
        foreach (var entry in entries)
        {
            localUses[LocalLength(entry)]++;
            remoteUses[RemoteLength(entry)]++;
        }

        var (local, remote) = (TupleLengths.Choose(localUses), TupleLengths.Choose(remoteUses));
        var groups = new Dictionary<int, List<Entry<TAddress>>>();
        foreach (var entry in entries)
        {
            var group = Group(local[LocalLength(entry)], remote[RemoteLength(entry)]);
            if (!groups.TryGetValue(group, out var list))
                groups[group] = list = [];
            list.Add(entry);
        }

        var tables = groups.Select(group => new TupleTable<TAddress>(group.Key >> 8, group.Key & 0xFF, [.. group.Value]))
            .OrderByDescending(table => table.Heaviest)
            .ToArray();
        return new TupleIndex<TAddress>(ordered, tables, local, remote);
    }

    /// <inheritdoc/>
    // cold: runs when policy changes.
    public override SubLayerIndex With(CompiledFilter filter)
    {
        var added = new List<Entry<TAddress>>();
        EntryMaker.Add(filter, added);
        var tables = _tables.ToList();
        var needsMasks = false;
        foreach (var entry in added)
        {
            var (local, remote) = (_localLengths[LocalLength(entry)], _remoteLengths[RemoteLength(entry)]);
            var index = tables.FindIndex(table => table.LocalLength == local && table.RemoteLength == remote);
            var bit = index < 0 ? 0 : 1UL << index;
            needsMasks |= (_localMasks[entry.Bounds.LocalLow] & _remoteMasks[entry.Bounds.RemoteLow] & bit) == 0;
            if (index < 0)
                tables.Add(new TupleTable<TAddress>(local, remote, [entry]));
            else
                tables[index] = new TupleTable<TAddress>(local, remote, [.. tables[index].Entries, entry]);
        }

        var ordered = Insert(Ordered, filter);
        return needsMasks
            ? new TupleIndex<TAddress>(ordered, [.. tables], _localLengths, _remoteLengths)
            : new TupleIndex<TAddress>(ordered, [.. tables], _localLengths, _remoteLengths, _localMasks, _remoteMasks);
    }

    /// <inheritdoc/>
    // cold: runs when policy changes.
    public override SubLayerIndex Without(CompiledFilter filter)
    {
        var tables = _tables.ToArray();
        for (var i = 0; i < tables.Length; i++)
        {
            var kept = tables[i].Entries.ToArray().Where(entry => entry.Filter != filter).ToArray();
            if (kept.Length < tables[i].Entries.Length)
                tables[i] = new TupleTable<TAddress>(tables[i].LocalLength, tables[i].RemoteLength, kept);
        }

        // The masks may say too much now; that costs a look in a table, never a wrong answer.
        return new TupleIndex<TAddress>(Remove(Ordered, filter), tables, _localLengths, _remoteLengths, _localMasks, _remoteMasks);
    }

    private static PrefixMasks<TAddress> Masks(TupleTable<TAddress>[] tables, bool isLocal)
    {
        var prefixes = new Dictionary<(TAddress, int), ulong>();
        for (var i = 0; i < tables.Length; i++)
        {
            var length = isLocal ? tables[i].LocalLength : tables[i].RemoteLength;
            var mask = Prefixes.Mask<TAddress>(length);
            foreach (ref readonly var entry in tables[i].Entries)
            {
                var prefix = ((isLocal ? entry.Bounds.LocalLow : entry.Bounds.RemoteLow) & mask, length);
                prefixes.TryGetValue(prefix, out var bits);
                prefixes[prefix] = bits | (1UL << i);
            }
        }

        return PrefixMasks<TAddress>.Build(prefixes);
    }

    private static int LocalLength(in Entry<TAddress> entry) => Prefixes.Common(entry.Bounds.LocalLow, entry.Bounds.LocalHigh);

    private static int RemoteLength(in Entry<TAddress> entry) => Prefixes.Common(entry.Bounds.RemoteLow, entry.Bounds.RemoteHigh);

    private static int Group(int localLength, int remoteLength) => (localLength << 8) | remoteLength;
}
