using System.Buffers.Binary;
using Gatehouse.Base;

namespace Gatehouse.Packets;

/// <summary>
/// Builds whole packets with right lengths and checksums, for simulated hosts, error replies and tests. Not for the hot path: each is a new array.
/// </summary>
public static class PacketBuilder
{
    /// <summary>Bytes of a UDP header.</summary>
    public const int UdpHeaderLength = UdpView.HeaderLength;

    /// <summary>Bytes of a TCP header without options.</summary>
    public const int TcpHeaderLength = 20;

    /// <summary>TTL and hop limit of everything built here.</summary>
    public const byte HopLimit = 64;

    /// <summary>A UDP packet.</summary>
    public static byte[] BuildUdp(Endpoint source, Endpoint destination, ReadOnlySpan<byte> payload)
    {
        var packet = BuildIp(source.Address, destination.Address, IpProtocol.Udp, UdpHeaderLength + payload.Length, out var offset);
        var segment = packet.AsSpan(offset);
        BinaryPrimitives.WriteUInt16BigEndian(segment, source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], destination.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment[4..], (ushort)segment.Length);
        payload.CopyTo(segment[UdpHeaderLength..]);
        BinaryPrimitives.WriteUInt16BigEndian(segment[6..], InternetChecksum.Udp(source.Address, destination.Address, segment));
        return packet;
    }

    /// <summary>A TCP segment without options (RFC 9293 section 3.1).</summary>
    public static byte[] BuildTcp(
        Endpoint source, Endpoint destination, uint sequence, uint acknowledgment, TcpFlags flags, ushort window, ReadOnlySpan<byte> payload)
    {
        var packet = BuildIp(source.Address, destination.Address, IpProtocol.Tcp, TcpHeaderLength + payload.Length, out var offset);
        var segment = packet.AsSpan(offset);
        BinaryPrimitives.WriteUInt16BigEndian(segment, source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], destination.Port);
        BinaryPrimitives.WriteUInt32BigEndian(segment[4..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment[8..], acknowledgment);
        segment[12] = TcpHeaderLength / 4 << 4;
        segment[13] = (byte)flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment[14..], window);
        payload.CopyTo(segment[TcpHeaderLength..]);
        var checksum = InternetChecksum.Transport(source.Address, destination.Address, IpProtocol.Tcp, segment);
        BinaryPrimitives.WriteUInt16BigEndian(segment[16..], checksum);
        return packet;
    }

    /// <summary>An echo request or reply (RFC 792, RFC 4443 section 4).</summary>
    public static byte[] BuildEcho(IpAddr source, IpAddr destination, bool reply, ushort identifier, ushort sequence, ReadOnlySpan<byte> payload)
    {
        var type = source.IsV4 ? (reply ? 0 : 8) : (reply ? 129 : 128);
        Span<byte> rest = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(rest, identifier);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], sequence);
        return BuildIcmp(source, destination, (byte)type, 0, BinaryPrimitives.ReadUInt32BigEndian(rest), payload);
    }

    /// <summary>An ICMP message, of the version the addresses are of.</summary>
    /// <param name="source">Sender.</param>
    /// <param name="destination">Receiver.</param>
    /// <param name="type">ICMP type.</param>
    /// <param name="code">ICMP code.</param>
    /// <param name="rest">Bytes 4 to 7, by type.</param>
    /// <param name="payload">What follows the first 8 bytes.</param>
    public static byte[] BuildIcmp(IpAddr source, IpAddr destination, byte type, byte code, uint rest, ReadOnlySpan<byte> payload)
    {
        var protocol = source.IsV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6;
        var packet = BuildIp(source, destination, protocol, 8 + payload.Length, out var offset);
        var message = packet.AsSpan(offset);
        message[0] = type;
        message[1] = code;
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], rest);
        payload.CopyTo(message[8..]);

        // Only ICMPv6 covers the pseudo header.
        var checksum = source.IsV4 ? InternetChecksum.Compute(message) : InternetChecksum.Transport(source, destination, protocol, message);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], checksum);
        return packet;
    }

    /// <summary>A packet of any protocol around a finished upper layer.</summary>
    public static byte[] BuildIp(IpAddr source, IpAddr destination, byte protocol, ReadOnlySpan<byte> upperLayer)
    {
        var packet = BuildIp(source, destination, protocol, upperLayer.Length, out var offset);
        upperLayer.CopyTo(packet.AsSpan(offset));
        return packet;
    }

    /// <summary>Writes an IPv4 packet's header checksum anew, after a field was changed.</summary>
    public static void RefreshHeaderChecksum(Span<byte> packet)
    {
        var header = packet[..((packet[0] & 0x0F) * 4)];
        header.Slice(Ipv4View.ChecksumOffset, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header[Ipv4View.ChecksumOffset..], InternetChecksum.Compute(header));
    }

    // DF with identification 0 is what an atomic datagram looks like (RFC 6864 section 4.1).
    private static byte[] BuildIp(IpAddr source, IpAddr destination, byte protocol, int upperLength, out int offset)
    {
        if (source.Family != destination.Family)
            throw new ArgumentException("source and destination are of different families", nameof(destination));
        offset = source.IsV4 ? Ipv4View.MinHeaderLength : Ipv6View.HeaderLength;
        var packet = new byte[offset + upperLength];
        if (source.IsV4)
        {
            packet[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), checked((ushort)packet.Length));
            packet[6] = 0x40;
            packet[8] = HopLimit;
            packet[Ipv4View.ProtocolOffset] = protocol;
            source.WriteTo(packet.AsSpan(12));
            destination.WriteTo(packet.AsSpan(16));
            RefreshHeaderChecksum(packet);
        }
        else
        {
            packet[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), checked((ushort)upperLength));
            packet[Ipv6View.NextHeaderOffset] = protocol;
            packet[7] = HopLimit;
            source.WriteTo(packet.AsSpan(8));
            destination.WriteTo(packet.AsSpan(24));
        }

        return packet;
    }
}
