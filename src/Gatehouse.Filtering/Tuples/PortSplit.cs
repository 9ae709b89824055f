using System.Numerics;

namespace Gatehouse.Filtering.Tuples;

/// <summary>
/// A long list of filters with the same prefixes, split by what they demand of ports: exactly one remote port, else exactly one local port, else
/// neither. Policies that tell services apart by port alone stay fast that way.
/// </summary>
internal sealed class PortSplit<TAddress>
    where TAddress : struct, IBinaryInteger<TAddress>, IMinMaxValue<TAddress>
{
    private readonly Dictionary<ushort, Entry<TAddress>[]> _byRemotePort = [];
    private readonly Dictionary<ushort, Entry<TAddress>[]> _byLocalPort = [];
    private readonly Entry<TAddress>[] _others;

    // cold: runs when policy changes. The list is ordered by weight, and every part keeps that order.
    public PortSplit(ReadOnlySpan<Entry<TAddress>> list)
    {
        var remote = new Dictionary<ushort, List<Entry<TAddress>>>();
        var local = new Dictionary<ushort, List<Entry<TAddress>>>();
        var others = new List<Entry<TAddress>>();
        foreach (var entry in list)
        {
            if (entry.Bounds.RemotePortLow == entry.Bounds.RemotePortHigh)
                Put(remote, entry.Bounds.RemotePortLow, entry);
            else if (entry.Bounds.LocalPortLow == entry.Bounds.LocalPortHigh)
                Put(local, entry.Bounds.LocalPortLow, entry);
            else
                others.Add(entry);
        }

        foreach (var (port, entries) in remote)
            _byRemotePort[port] = [.. entries];
        foreach (var (port, entries) in local)
            _byLocalPort[port] = [.. entries];
        _others = [.. others];
    }

    /// <summary>Betters <paramref name="best"/> with the first filter after the cursor that matches.</summary>
    public void Find(in Key<TAddress> key, in ClassifyFields fields, in Cursor cursor, ref Best best)
    {
        if (_byRemotePort.TryGetValue(key.RemotePort, out var list))
            TupleTable<TAddress>.Scan(list, key, fields, cursor, ref best);
        if (_byLocalPort.TryGetValue(key.LocalPort, out list))
            TupleTable<TAddress>.Scan(list, key, fields, cursor, ref best);
        TupleTable<TAddress>.Scan(_others, key, fields, cursor, ref best);
    }

    private static void Put(Dictionary<ushort, List<Entry<TAddress>>> lists, ushort port, in Entry<TAddress> entry)
    {
        if (!lists.TryGetValue(port, out var list))
            lists[port] = list = [];
        list.Add(entry);
    }
}
