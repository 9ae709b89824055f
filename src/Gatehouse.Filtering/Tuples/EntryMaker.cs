using System.Numerics;
using Gatehouse.Model.Wfp;

// cold: runs when policy changes.
namespace Gatehouse.Filtering.Tuples;

/// <summary>Says where a filter stands in the index: once, or once for each alternative of its addresses when these are few.</summary>
internal static class EntryMaker
{
    /// <summary>A filter with more alternatives stands once, at the prefix that holds all of them.</summary>
    private const int MaxPlaces = 16;

    public static void Add<TAddress>(CompiledFilter filter, List<Entry<TAddress>> entries)
        where TAddress : struct, IBinaryInteger<TAddress>, IMinMaxValue<TAddress>
    {
        var locals = filter.Ranges(FwpmConditionField.IpLocalAddress);
        var remotes = filter.Ranges(FwpmConditionField.IpRemoteAddress);
        var isWhole = filter.IsPlain && locals.Count == 1 && remotes.Count == 1;
        if (locals.Count * remotes.Count > MaxPlaces)
            (locals, remotes) = ([Hull(locals)], [Hull(remotes)]);
        var (localPort, remotePort) = (Hull(filter.Ranges(FwpmConditionField.IpLocalPort)), Hull(filter.Ranges(FwpmConditionField.IpRemotePort)));
        var protocol = Hull(filter.Ranges(FwpmConditionField.IpProtocol));
        foreach (var local in locals)
        {
            foreach (var remote in remotes)
            {
                var bounds = new Bounds<TAddress>
                {
                    LocalLow = TAddress.CreateTruncating(local.Low),
                    LocalHigh = TAddress.CreateTruncating(local.High),
                    RemoteLow = TAddress.CreateTruncating(remote.Low),
                    RemoteHigh = TAddress.CreateTruncating(remote.High),
                    LocalPortLow = (ushort)localPort.Low,
                    LocalPortHigh = (ushort)localPort.High,
                    RemotePortLow = (ushort)remotePort.Low,
                    RemotePortHigh = (ushort)remotePort.High,
                    ProtocolLow = (byte)protocol.Low,
                    ProtocolHigh = (byte)protocol.High,
                };
                entries.Add(new Entry<TAddress>
                {
                    Weight = filter.EffectiveWeight,
                    Filter = filter,
                    Bounds = bounds,
                    IsWhole = isWhole,
                    Kind = filter.Kind,
                    Id = filter.Id,
                });
            }
        }
    }

    // No range at all (a condition that nothing satisfies) is told by low above high, which no packet lies within.
    private static (UInt128 Low, UInt128 High) Hull(List<(UInt128 Low, UInt128 High)> ranges)
    {
        if (ranges.Count == 0)
            return (UInt128.One, UInt128.Zero);
        var (low, high) = ranges[0];
        foreach (var range in ranges)
            (low, high) = (UInt128.Min(low, range.Low), UInt128.Max(high, range.High));
        return (low, high);
    }
}
