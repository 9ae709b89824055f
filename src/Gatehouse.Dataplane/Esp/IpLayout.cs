using System.Buffers.Binary;
using Gatehouse.Model.Verdicts;
using Gatehouse.Packets;

namespace Gatehouse.Dataplane.Esp;

/// <summary>Where ESP begins, or goes, in an IP packet in transport mode (RFC 4303 section 3.1.1), and the fields that change with it.</summary>
/// <param name="HeaderLength">Bytes in front of ESP: the IP header with its options, or with the extension headers that stay in clear.</param>
/// <param name="NextHeaderOffset">Where the protocol (next header) field stands that names what follows them.</param>
/// <param name="NextHeader">Its value.</param>
/// <param name="TotalLength">Bytes of the packet by its own header; what a buffer holds beyond is not part of it.</param>
/// <param name="IsIPv6">The family.</param>
internal readonly record struct IpLayout(int HeaderLength, int NextHeaderOffset, byte NextHeader, int TotalLength, bool IsIPv6)
{
    private const int IPv4HeaderLength = 20;
    private const int IPv6HeaderLength = 40;

    /// <summary>RFC 8200 section 4.1 lists five, one of them twice; a packet with more is built to waste time.</summary>
    private const int MaxExtensionHeaders = 8;

    /// <summary>Where ESP goes into a clear packet; anything but None refuses it. Only whole packets are protected.</summary>
    internal static VerdictReason ForSealing(ReadOnlySpan<byte> packet, out IpLayout layout) => Read(packet, opening: false, out layout);

    /// <summary>Where ESP begins in a protected packet; anything but None refuses it.</summary>
    internal static VerdictReason ForOpening(ReadOnlySpan<byte> packet, out IpLayout layout)
    {
        var reason = Read(packet, opening: true, out layout);
        return reason == VerdictReason.None && layout.NextHeader != IpProtocol.Esp ? VerdictReason.EspMalformed : reason;
    }

    /// <summary>Writes the protocol and length fields after the packet changed, and IPv4's checksum. Everything else keeps its value.</summary>
    internal void Patch(Span<byte> packet, byte nextHeader)
    {
        packet[NextHeaderOffset] = nextHeader;
        if (IsIPv6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - IPv6HeaderLength));
            return;
        }

        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], Checksum(packet[..HeaderLength]));
    }

    private static VerdictReason Read(ReadOnlySpan<byte> packet, bool opening, out IpLayout layout)
    {
        layout = default;
        if (packet.IsEmpty)
            return VerdictReason.MalformedPacket;
        return (packet[0] >> 4) switch
        {
            4 => ReadIPv4(packet, out layout),
            6 => ReadIPv6(packet, opening, out layout),
            _ => VerdictReason.MalformedPacket,
        };
    }

    private static VerdictReason ReadIPv4(ReadOnlySpan<byte> packet, out IpLayout layout)
    {
        layout = default;
        if (packet.Length < IPv4HeaderLength)
            return VerdictReason.MalformedPacket;
        var headerLength = (packet[0] & 0xF) * 4;
        var total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (headerLength < IPv4HeaderLength || total < headerLength || total > packet.Length)
            return VerdictReason.MalformedPacket;
        // Everything but the reserved and the DF bit: "more fragments" and the offset.
        if ((BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x3FFF) != 0)
            return VerdictReason.Fragment;
        layout = new IpLayout(headerLength, 9, packet[9], total, false);
        return VerdictReason.None;
    }

    private static VerdictReason ReadIPv6(ReadOnlySpan<byte> packet, bool opening, out IpLayout layout)
    {
        layout = default;
        if (packet.Length < IPv6HeaderLength)
            return VerdictReason.MalformedPacket;
        var total = IPv6HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (total > packet.Length)
            return VerdictReason.MalformedPacket;
        packet = packet[..total];
        layout = new IpLayout(IPv6HeaderLength, 6, packet[6], total, true);
        var position = IPv6HeaderLength;
        var next = packet[6];
        for (var count = 0; IsExtension(next); count++)
        {
            if (count == MaxExtensionHeaders || total - position < 8)
                return VerdictReason.MalformedPacket;
            var length = next == IpProtocol.Fragment ? 8 : (packet[position + 1] + 1) * 8;
            if (length > total - position)
                return VerdictReason.MalformedPacket;
            // Offset and "more fragments"; both zero is a whole packet that happens to carry the header (RFC 6946).
            if (next == IpProtocol.Fragment && (BinaryPrimitives.ReadUInt16BigEndian(packet[(position + 2)..]) & 0xFFF9) != 0)
                return VerdictReason.Fragment;
            var nextOffset = position;
            position += length;
            // Destination options may stand on either side of ESP. Sealing protects those that come last,
            // and leaves in clear only those in front of a routing header, which a router on the way reads.
            var protect = next == IpProtocol.DestinationOptions && !opening;
            next = packet[nextOffset];
            if (!protect)
                layout = new IpLayout(position, nextOffset, next, total, true);
        }

        return VerdictReason.None;
    }

    private static bool IsExtension(byte nextHeader) =>
        nextHeader is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.Fragment or IpProtocol.DestinationOptions;

    private static ushort Checksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (var i = 0; i < header.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        sum = (sum & 0xFFFF) + (sum >> 16);
        sum += sum >> 16;
        return (ushort)~sum;
    }
}
