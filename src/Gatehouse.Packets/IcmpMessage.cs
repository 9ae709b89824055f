using System.Buffers.Binary;
using Gatehouse.Base;

namespace Gatehouse.Packets;

/// <summary>The packet an ICMP error quotes, as far as it can be read: its sender is the host the error is sent to.</summary>
/// <param name="Source">Source of the quoted packet.</param>
/// <param name="Destination">Destination of the quoted packet.</param>
/// <param name="Protocol">Protocol of the quoted packet.</param>
/// <param name="First">Source port, or ICMP type and code as one number.</param>
/// <param name="Second">Destination port, or ICMP identifier.</param>
public readonly record struct QuotedPacket(IpAddr Source, IpAddr Destination, byte Protocol, ushort First, ushort Second);

/// <summary>What an ICMP or ICMPv6 message belongs to (RFC 792, RFC 4443): a question, its answer, or an error about another packet.</summary>
public static class IcmpMessage
{
    private const int HeaderLength = 8;
    private const int IdentifierOffset = 4;

    /// <summary>True for messages that quote the packet they complain of.</summary>
    public static bool IsError(in IpPacketInfo info) =>
        info.IsIcmp && (info.Family == IpFamily.V4 ? info.IcmpType is 3 or 4 or 5 or 11 or 12 : info.IcmpType < 128);

    /// <summary>The type of the question an answer belongs to; null when the message is no answer.</summary>
    public static byte? QuestionOf(IpFamily family, byte type) => (family, type) switch
    {
        (IpFamily.V4, 0) => 8,
        (IpFamily.V4, 14) => 13,
        (IpFamily.V4, 16) => 15,
        (IpFamily.V4, 18) => 17,
        (IpFamily.V6, 129) => 128,
        _ => null,
    };

    /// <summary>True for questions that an answer with the same identifier follows.</summary>
    public static bool IsQuestion(IpFamily family, byte type) => (family, type) is (IpFamily.V4, 8 or 13 or 15 or 17) or (IpFamily.V6, 128);

    /// <summary>The identifier of a question or answer; 0 when the message ends before it.</summary>
    public static ushort Identifier(ReadOnlySpan<byte> packet, in IpPacketInfo info) =>
        info.TransportLength < HeaderLength ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(packet[(info.TransportOffset + IdentifierOffset)..]);

    /// <summary>
    /// Reads what an error quotes. A quotation is cut off as a rule, so only its addresses, protocol and first transport bytes need be there
    /// (RFC 792: 64 bits; RFC 4443 section 2.4: as much as fits). IPv6 extension headers in a quotation are not followed.
    /// </summary>
    public static bool TryReadQuoted(ReadOnlySpan<byte> packet, in IpPacketInfo info, out QuotedPacket quoted)
    {
        quoted = default;
        if (!IsError(info) || info.IsFragment || info.TransportLength < HeaderLength)
            return false;
        var inner = packet[(info.TransportOffset + HeaderLength)..info.TotalLength];
        return info.Family == IpFamily.V4 ? TryReadV4(inner, out quoted) : TryReadV6(inner, info, out quoted);
    }

    private static bool TryReadV4(ReadOnlySpan<byte> inner, out QuotedPacket quoted)
    {
        quoted = default;
        if (!Ipv4View.TryCreate(inner, out var view) || view.Version != 4 || view.HeaderLength < Ipv4View.MinHeaderLength || view.FragmentOffset != 0)
            return false;
        return inner.Length >= view.HeaderLength + HeaderLength
            && Create(view.Source, view.Destination, view.Protocol, inner[view.HeaderLength..], IpProtocol.Icmp, out quoted);
    }

    private static bool TryReadV6(ReadOnlySpan<byte> inner, in IpPacketInfo outer, out QuotedPacket quoted)
    {
        quoted = default;
        if (!Ipv6View.TryCreate(inner, out var view) || view.Version != 6 || inner.Length < Ipv6View.HeaderLength + HeaderLength)
            return false;
        // A link-local address means nothing without its link, which is the one the error arrived by.
        var scope = outer.Source.ScopeId != 0 ? outer.Source.ScopeId : outer.Destination.ScopeId;
        var source = IpAddr.FromBytes(inner.Slice(8, 16), scope);
        var destination = IpAddr.FromBytes(inner.Slice(24, 16), scope);
        return Create(source, destination, view.NextHeader, inner[Ipv6View.HeaderLength..], IpProtocol.IcmpV6, out quoted);
    }

    private static bool Create(IpAddr source, IpAddr destination, byte protocol, ReadOnlySpan<byte> transport, byte icmp, out QuotedPacket quoted)
    {
        var isIcmp = protocol == icmp;
        var hasPorts = IpProtocol.HasPorts(protocol);
        var first = isIcmp || hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(transport) : (ushort)0;
        var second = isIcmp ? BinaryPrimitives.ReadUInt16BigEndian(transport[IdentifierOffset..])
            : hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(transport[2..]) : (ushort)0;
        quoted = new QuotedPacket(source, destination, protocol, first, second);
        return true;
    }
}
