using System.Runtime.InteropServices;
using Gatehouse.Base;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Routing;

/// <summary>What must be known of a dumped route before it is copied.</summary>
internal readonly record struct RouteEntry(
    uint Table, byte Protocol, byte Type, bool Cloned, bool Dead, bool HasGateway, bool ByNextHopId, int Mtu, int LinkMtu)
{
    /// <summary>Whether the route is one a packet can leave by, or one that refuses it: what a table of ours must repeat.</summary>
    public bool IsCopied => Table == RouteNumbers.MainTable && !Cloned && !Dead
        && (Type == RouteNumbers.TypeUnicast || Type is >= RouteNumbers.TypeBlackhole and <= RouteNumbers.TypeThrow);

    /// <summary>The MTU a packet on this route has without us; 0 when it has no interface.</summary>
    public int EffectiveMtu => Mtu > 0 && (Mtu < LinkMtu || LinkMtu == 0) ? Mtu : LinkMtu;

    /// <summary>Reads an RTM_NEWROUTE message (header included); false when it is too short.</summary>
    public static bool TryRead(Span<byte> message, Dictionary<uint, int> linkMtus, out RouteEntry entry)
    {
        entry = default;
        if (message.Length < NetlinkNumbers.HeaderLength + RouteNumbers.RouteHeaderLength)
            return false;
        var body = message[NetlinkNumbers.HeaderLength..];
        var flags = MemoryMarshal.Read<uint>(body[8..]);
        entry = new RouteEntry(
            body[4], body[5], body[7], (flags & RouteNumbers.FlagCloned) != 0, (flags & RouteNumbers.NextHopDead) != 0, false, false, 0, 0);
        var attributes = new NetlinkAttributes(body[RouteNumbers.RouteHeaderLength..]);
        while (attributes.TryNext(out var type, out var value))
            entry = entry.With(type, value, linkMtus);
        return !attributes.Malformed;
    }

    /// <summary>The family of an RTM_NEWROUTE message.</summary>
    public static IpFamily FamilyOf(ReadOnlySpan<byte> message) =>
        message[NetlinkNumbers.HeaderLength] == Native.SocketNumbers.AfInet ? IpFamily.V4 : IpFamily.V6;

    private RouteEntry With(ushort type, Span<byte> value, Dictionary<uint, int> linkMtus) => type switch
    {
        RouteNumbers.Table when value.Length >= 4 => this with { Table = MemoryMarshal.Read<uint>(value) },
        RouteNumbers.Gateway or RouteNumbers.Via => this with { HasGateway = true },
        RouteNumbers.NextHopId => this with { HasGateway = true, ByNextHopId = true },
        RouteNumbers.OutputInterface when value.Length >= 4 => this with { LinkMtu = Lower(LinkMtu, linkMtus, MemoryMarshal.Read<uint>(value)) },
        RouteNumbers.Metrics => this with { Mtu = ReadMtu(value) },
        RouteNumbers.Multipath => this with { HasGateway = true, LinkMtu = ReadMultipath(value, LinkMtu, linkMtus) },
        _ => this,
    };

    private static int Lower(int known, Dictionary<uint, int> linkMtus, uint index) =>
        linkMtus.TryGetValue(index, out var mtu) && (known == 0 || mtu < known) ? mtu : known;

    private static int ReadMtu(Span<byte> metrics)
    {
        var attributes = new NetlinkAttributes(metrics);
        while (attributes.TryNext(out var type, out var value))
        {
            if (type == RouteNumbers.MetricMtu && value.Length >= 4)
                return MemoryMarshal.Read<int>(value);
        }

        return 0;
    }

    /// <summary>The lowest link MTU among the next hops: struct rtnexthop is length 2, flags 1, hops 1, interface index 4, attributes.</summary>
    private static int ReadMultipath(Span<byte> hops, int known, Dictionary<uint, int> linkMtus)
    {
        while (hops.Length >= 8)
        {
            var length = MemoryMarshal.Read<ushort>(hops);
            if (length < 8 || length > hops.Length)
                break;
            known = Lower(known, linkMtus, MemoryMarshal.Read<uint>(hops[4..]));
            hops = hops[Math.Min(NetlinkNumbers.Align(length), hops.Length)..];
        }

        return known;
    }
}
