using System.Buffers.Binary;
using Gatehouse.Base;

namespace Gatehouse.Packets;

/// <summary>
/// Reads the headers of one IP packet. Whatever cannot be read whole is refused, so that a cut-off header never passes as a packet without
/// ports. No allocation, no exception. Checksums are not verified: the kernel has done so, or will.
/// </summary>
public static class IpPacketReader
{
    /// <summary>Extension headers followed. RFC 8200 section 4.1 lets each occur once and destination options twice.</summary>
    public const int MaxExtensionHeaders = 8;

    /// <summary>Bytes needed of a protocol with ports, and of ICMP's type and code.</summary>
    private const int PortsLength = 4;

    private const int FragmentHeaderLength = 8;

    /// <summary>Reads a packet that begins with its IP header.</summary>
    /// <param name="packet">The packet; bytes behind its own length are ignored.</param>
    /// <param name="scopeId">Interface index that link-local addresses get as their scope.</param>
    /// <param name="info">The headers; on failure only <see cref="IpPacketInfo.Error"/> is set.</param>
    public static bool TryRead(ReadOnlySpan<byte> packet, uint scopeId, out IpPacketInfo info)
    {
        if (packet.IsEmpty)
            return Fail(IpPacketError.Truncated, out info);
        return (packet[0] >> 4) switch
        {
            4 => TryReadV4(packet, out info),
            6 => TryReadV6(packet, scopeId, out info),
            _ => Fail(IpPacketError.NotIp, out info),
        };
    }

    private static bool TryReadV4(ReadOnlySpan<byte> packet, out IpPacketInfo info)
    {
        if (!Ipv4View.TryCreate(packet, out var view))
            return Fail(IpPacketError.Truncated, out info);
        if (view.HeaderLength < Ipv4View.MinHeaderLength)
            return Fail(IpPacketError.BadHeaderLength, out info);
        if (view.TotalLength > packet.Length || view.TotalLength < view.HeaderLength)
            return Fail(IpPacketError.BadTotalLength, out info);

        var offset = view.FragmentOffset;
        var place = new UpperLayer(view.Protocol, view.HeaderLength, Ipv4View.ProtocolOffset, offset != 0, offset != 0 || view.MoreFragments);
        if (!TryReadPorts(packet[..view.TotalLength], IpProtocol.Icmp, place, out var first, out var second))
            return Fail(IpPacketError.TransportTruncated, out info);
        info = Create(IpFamily.V4, view.Source, view.Destination, view.TotalLength, place, view.DontFragment, first, second);
        return true;
    }

    private static bool TryReadV6(ReadOnlySpan<byte> packet, uint scopeId, out IpPacketInfo info)
    {
        if (!Ipv6View.TryCreate(packet, out var view))
            return Fail(IpPacketError.Truncated, out info);
        var length = Ipv6View.HeaderLength + view.PayloadLength;
        if (length > packet.Length)
            return Fail(IpPacketError.BadTotalLength, out info);
        var error = WalkExtensionHeaders(packet[..length], view.NextHeader, out var place);
        if (error != IpPacketError.None)
            return Fail(error, out info);
        if (!TryReadPorts(packet[..length], IpProtocol.IcmpV6, place, out var first, out var second))
            return Fail(IpPacketError.TransportTruncated, out info);

        var source = IpAddr.FromBytes(packet.Slice(8, 16), scopeId);
        var destination = IpAddr.FromBytes(packet.Slice(24, 16), scopeId);
        info = Create(IpFamily.V6, source, destination, length, place, dontFragment: true, first, second);
        return true;
    }

    // RFC 8200 section 4: next header and length in 8-byte units behind the first 8; the fragment header alone has a fixed size.
    private static IpPacketError WalkExtensionHeaders(ReadOnlySpan<byte> packet, byte protocol, out UpperLayer place)
    {
        place = new UpperLayer(protocol, Ipv6View.HeaderLength, Ipv6View.NextHeaderOffset, IsLaterFragment: false, IsFragment: false);
        for (var count = 0; IsExtension(place.Protocol); count++)
        {
            if (count == MaxExtensionHeaders)
                return IpPacketError.TooManyExtensionHeaders;
            var at = place.Offset;
            if (packet.Length - at < FragmentHeaderLength)
                return IpPacketError.BadExtensionHeader;
            var size = place.Protocol == IpProtocol.Fragment ? FragmentHeaderLength : (packet[at + 1] + 1) * 8;
            if (packet.Length - at < size)
                return IpPacketError.BadExtensionHeader;

            var later = false;
            var fragment = place.IsFragment;
            if (place.Protocol == IpProtocol.Fragment)
            {
                var field = BinaryPrimitives.ReadUInt16BigEndian(packet[(at + 2)..]);
                later = (field & 0xFFF8) != 0;
                fragment = fragment || later || (field & 1) != 0;
            }

            place = new UpperLayer(packet[at], at + size, at, later, fragment);

            // Behind a later fragment's header stand bytes from the middle of the datagram, not another header.
            if (later)
                return IpPacketError.None;
        }

        return IpPacketError.None;
    }

    private static bool IsExtension(byte protocol) =>
        protocol is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.Fragment or IpProtocol.DestinationOptions;

    private static bool TryReadPorts(ReadOnlySpan<byte> packet, byte icmp, in UpperLayer place, out ushort first, out ushort second)
    {
        first = 0;
        second = 0;
        var isIcmp = place.Protocol == icmp;
        if (place.IsLaterFragment || !(isIcmp || IpProtocol.HasPorts(place.Protocol)))
            return true;
        if (packet.Length - place.Offset < PortsLength)
            return false;
        var transport = packet[place.Offset..];
        first = isIcmp ? transport[0] : BinaryPrimitives.ReadUInt16BigEndian(transport);
        second = isIcmp ? transport[1] : BinaryPrimitives.ReadUInt16BigEndian(transport[2..]);
        return true;
    }

    private static IpPacketInfo Create(
        IpFamily family, IpAddr source, IpAddr destination, int length, in UpperLayer place, bool dontFragment, ushort first, ushort second)
    {
        var hasPorts = IpProtocol.HasPorts(place.Protocol);
        return new IpPacketInfo
        {
            Family = family,
            Source = source,
            Destination = destination,
            Protocol = place.Protocol,
            TransportOffset = place.Offset,
            ProtocolOffset = place.ProtocolOffset,
            TotalLength = length,
            SourcePort = hasPorts ? first : (ushort)0,
            DestinationPort = hasPorts ? second : (ushort)0,
            IcmpType = hasPorts ? (byte)0 : (byte)first,
            IcmpCode = hasPorts ? (byte)0 : (byte)second,
            IsFragment = place.IsFragment,
            IsFirstFragment = place.IsFragment && !place.IsLaterFragment,
            DontFragment = dontFragment,
        };
    }

    private static bool Fail(IpPacketError error, out IpPacketInfo info)
    {
        info = new IpPacketInfo { Error = error };
        return false;
    }

    /// <summary>Where the upper layer begins, and which byte named it.</summary>
    private readonly record struct UpperLayer(byte Protocol, int Offset, int ProtocolOffset, bool IsLaterFragment, bool IsFragment);
}
