using System.Runtime.InteropServices;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Routing;

/// <summary>The MTU of each interface, by index.</summary>
internal static class LinkTable
{
    /// <summary>Reads the links of the socket's network namespace; null when the kernel interrupted the dump.</summary>
    public static Dictionary<uint, int>? Read(NetlinkSocket socket)
    {
        Span<byte> buffer = stackalloc byte[64];
        const ushort flags = NetlinkNumbers.FlagRequest | NetlinkNumbers.FlagDump;
        var writer = new NetlinkWriter(buffer, RouteNumbers.GetLink, flags, socket.NextSequence());
        writer.Append(new byte[RouteNumbers.LinkHeaderLength]);
        return socket.Dump(writer.Finish()) is { } links ? Parse(links) : null;
    }

    /// <summary>MTU by interface index, from RTM_NEWLINK messages.</summary>
    internal static Dictionary<uint, int> Parse(List<byte[]> links)
    {
        var found = new Dictionary<uint, int>();
        foreach (var link in links)
        {
            var body = link.AsSpan(NetlinkNumbers.HeaderLength);
            if (body.Length < RouteNumbers.LinkHeaderLength)
                continue;
            var attributes = new NetlinkAttributes(body[RouteNumbers.LinkHeaderLength..]);
            while (attributes.TryNext(out var type, out var value))
            {
                if (type == RouteNumbers.LinkMtu && value.Length >= 4)
                    found[MemoryMarshal.Read<uint>(body[4..])] = MemoryMarshal.Read<int>(value);
            }
        }

        return found;
    }
}
