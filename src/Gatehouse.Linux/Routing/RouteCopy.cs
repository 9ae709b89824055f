using System.Runtime.InteropServices;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Routing;

/// <summary>
/// Turns a dumped route into the request that adds its copy to our table with another MTU, or removes it.
/// Everything not known here is carried over as it is, so that features of routes we have never heard of survive the copy.
/// </summary>
internal static class RouteCopy
{
    /// <summary>The copied attributes plus a table and a metrics attribute of ours.</summary>
    private const int Slack = 64;

    /// <summary>
    /// A request of <paramref name="type"/> for the copy of <paramref name="route"/> (an RTM_NEWROUTE message) in our table.
    /// <paramref name="mtu"/> 0 leaves the metrics alone.
    /// </summary>
    public static byte[] Write(Span<byte> route, RouteEntry entry, ushort type, ushort flags, uint sequence, int mtu)
    {
        var buffer = new byte[route.Length + Slack];
        var writer = new NetlinkWriter(buffer, type, (ushort)(NetlinkNumbers.FlagRequest | NetlinkNumbers.FlagAck | flags), sequence);
        var header = route.Slice(NetlinkNumbers.HeaderLength, RouteNumbers.RouteHeaderLength).ToArray();
        header[4] = 0;
        header[5] = LinuxNames.RouteProtocol;
        // The kernel reports the state of the link in the flags and refuses to take it back; only "onlink" is the user's wish.
        MemoryMarshal.Write(header.AsSpan(8), MemoryMarshal.Read<uint>(header.AsSpan(8)) & RouteNumbers.NextHopOnLink);
        writer.Append(header);
        writer.AttributeHost(RouteNumbers.Table, LinuxNames.RouteTable);

        var hasMetrics = false;
        var attributes = new NetlinkAttributes(route[(NetlinkNumbers.HeaderLength + RouteNumbers.RouteHeaderLength)..]);
        while (attributes.TryNext(out var attribute, out var value))
        {
            if (IsLeftOut(attribute, entry.ByNextHopId))
                continue;
            if (attribute == RouteNumbers.Metrics && mtu > 0)
            {
                writer.Attribute(RouteNumbers.Metrics, MetricsWith(value, mtu));
                hasMetrics = true;
            }
            else
            {
                writer.Attribute(attribute, attribute == RouteNumbers.Multipath ? WithoutLinkState(value) : value);
            }
        }

        if (!hasMetrics && mtu > 0)
            writer.Attribute(RouteNumbers.Metrics, MetricsWith(default, mtu));
        return writer.Finish().ToArray();
    }

    /// <summary>
    /// What makes two requests of <see cref="Write"/> the same route: header and attributes without the order the kernel happens to dump them in.
    /// </summary>
    public static string Key(Span<byte> request)
    {
        var body = request[NetlinkNumbers.HeaderLength..];
        var parts = new List<string>();
        var attributes = new NetlinkAttributes(body[RouteNumbers.RouteHeaderLength..]);
        while (attributes.TryNext(out var type, out var value))
            parts.Add($"{type}={(type == RouteNumbers.Metrics ? MetricsKey(value) : Convert.ToHexString(value))}");
        parts.Sort(StringComparer.Ordinal);
        return $"{Convert.ToHexString(body[..RouteNumbers.RouteHeaderLength])} {string.Join(' ', parts)}";
    }

    private static string MetricsKey(Span<byte> metrics)
    {
        var parts = new List<string>();
        var attributes = new NetlinkAttributes(metrics);
        while (attributes.TryNext(out var type, out var value))
            parts.Add($"{type}:{Convert.ToHexString(value)}");
        parts.Sort(StringComparer.Ordinal);
        return string.Join(',', parts);
    }

    /// <summary>A route by next-hop id repeats the id's content in its dump, and giving both is an error.</summary>
    private static bool IsLeftOut(ushort attribute, bool byNextHopId) => attribute switch
    {
        RouteNumbers.Table or RouteNumbers.CacheInfo or RouteNumbers.Expires => true,
        RouteNumbers.OutputInterface or RouteNumbers.Gateway or RouteNumbers.Via or RouteNumbers.Multipath => byNextHopId,
        RouteNumbers.Encap or RouteNumbers.EncapType => byNextHopId,
        _ => false,
    };

    private static byte[] MetricsWith(Span<byte> metrics, int mtu)
    {
        var buffer = new byte[NetlinkNumbers.HeaderLength + metrics.Length + Slack];
        var writer = new NetlinkWriter(buffer, 0, 0, 0);
        var attributes = new NetlinkAttributes(metrics);
        while (attributes.TryNext(out var type, out var value))
        {
            if (type != RouteNumbers.MetricMtu)
                writer.Attribute(type, value);
        }

        writer.AttributeHost(RouteNumbers.MetricMtu, (uint)mtu);
        return writer.Finish()[NetlinkNumbers.HeaderLength..].ToArray();
    }

    private static byte[] WithoutLinkState(Span<byte> hops)
    {
        var copy = hops.ToArray();
        var rest = copy.AsSpan();
        while (rest.Length >= 8)
        {
            var length = MemoryMarshal.Read<ushort>(rest);
            if (length < 8 || length > rest.Length)
                break;
            rest[2] &= RouteNumbers.NextHopOnLink;
            rest = rest[Math.Min(NetlinkNumbers.Align(length), rest.Length)..];
        }

        return copy;
    }
}
