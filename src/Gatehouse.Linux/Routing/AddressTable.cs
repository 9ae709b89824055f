using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Gatehouse.Dataplane;
using Gatehouse.Linux.Native;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Routing;

/// <summary>
/// What the port must know of this host's interfaces to describe a packet: which are loopback, and each one's IPv4 broadcast addresses.
/// Read at the start and again after a change; the per-packet questions allocate nothing.
/// </summary>
internal sealed class AddressTable
{
    private HashSet<uint> _loopback = [1];
    private HashSet<ulong> _broadcast = [];

    /// <summary>
    /// Reads links and IPv4 addresses of the socket's network namespace. False when the kernel interrupted a dump: then what was known
    /// before is kept, and the caller asks again. Throws <see cref="LinuxException"/>.
    /// </summary>
    public bool Refresh(NetlinkSocket socket)
    {
        var links = Dump(socket, RouteNumbers.GetLink, SocketNumbers.AfInet);
        if (links is not null)
            _loopback = ReadLoopback(links);
        var addresses = Dump(socket, RouteNumbers.GetAddress, SocketNumbers.AfInet);
        if (addresses is not null)
            _broadcast = ReadBroadcast(addresses);
        return links is not null && addresses is not null;
    }

    /// <summary>
    /// Describes a packet. Loopback is told by the interface, never by the addresses: a packet from the wire may claim any address,
    /// and what this host sends to itself is routed by the loopback interface.
    /// </summary>
    public PacketMeta Meta(ReadOnlySpan<byte> packet, uint interfaceIndex, bool keyingMark) =>
        new(keyingMark, interfaceIndex, _loopback.Contains(interfaceIndex), IsBroadcast(packet, interfaceIndex));

    /// <summary>Interface indexes with IFF_LOOPBACK, from RTM_NEWLINK messages.</summary>
    internal static HashSet<uint> ReadLoopback(List<byte[]> links)
    {
        var found = new HashSet<uint>();
        foreach (var link in links)
        {
            var body = link.AsSpan(NetlinkNumbers.HeaderLength);
            if (body.Length >= RouteNumbers.LinkHeaderLength && (MemoryMarshal.Read<uint>(body[8..]) & RouteNumbers.InterfaceLoopback) != 0)
                found.Add(MemoryMarshal.Read<uint>(body[4..]));
        }

        return found;
    }

    /// <summary>Broadcast addresses by interface: the configured one and the one the prefix gives, from RTM_NEWADDR messages.</summary>
    internal static HashSet<ulong> ReadBroadcast(List<byte[]> addresses)
    {
        var found = new HashSet<ulong>();
        foreach (var address in addresses)
        {
            var body = address.AsSpan(NetlinkNumbers.HeaderLength);
            if (body.Length < RouteNumbers.AddressHeaderLength || body[0] != SocketNumbers.AfInet)
                continue;
            var prefixLength = body[1];
            var index = MemoryMarshal.Read<uint>(body[4..]);
            var attributes = new NetlinkAttributes(body[RouteNumbers.AddressHeaderLength..]);
            while (attributes.TryNext(out var type, out var value))
            {
                if (value.Length != 4)
                    continue;
                var number = BinaryPrimitives.ReadUInt32BigEndian(value);
                if (type == RouteNumbers.AddressBroadcast)
                    found.Add(Key(index, number));
                // IFA_ADDRESS is the prefix's; with a point-to-point peer IFA_LOCAL is another network's.
                // RFC 3021: a /31 has no broadcast address, and neither has a single host.
                if (type == RouteNumbers.AddressOfPrefix && prefixLength is > 0 and < 31)
                    found.Add(Key(index, number | (uint.MaxValue >> prefixLength)));
            }
        }

        return found;
    }

    private static List<byte[]>? Dump(NetlinkSocket socket, ushort type, byte family)
    {
        Span<byte> buffer = stackalloc byte[64];
        const ushort flags = NetlinkNumbers.FlagRequest | NetlinkNumbers.FlagDump;
        var writer = new NetlinkWriter(buffer, type, flags, socket.NextSequence());
        var header = new byte[type == RouteNumbers.GetLink ? RouteNumbers.LinkHeaderLength : RouteNumbers.AddressHeaderLength];
        header[0] = type == RouteNumbers.GetLink ? (byte)0 : family;
        writer.Append(header);
        return socket.Dump(writer.Finish());
    }

    private bool IsBroadcast(ReadOnlySpan<byte> packet, uint interfaceIndex)
    {
        if (packet.Length < 20 || packet[0] >> 4 != 4)
            return false;
        var destination = BinaryPrimitives.ReadUInt32BigEndian(packet[16..]);
        return destination == uint.MaxValue || _broadcast.Contains(Key(interfaceIndex, destination));
    }

    private static ulong Key(uint index, uint address) => ((ulong)index << 32) | address;
}
