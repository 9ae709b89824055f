using Gatehouse.Base;

namespace Gatehouse.Packets;

/// <summary>The error that tells a sender its packet does not fit: path MTU discovery of RFC 1191 and RFC 8201.</summary>
public static class IcmpErrorBuilder
{
    private const byte DestinationUnreachable = 3;
    private const byte FragmentationNeeded = 4;
    private const byte PacketTooBigV6 = 2;
    private const int IcmpHeaderLength = 8;

    /// <summary>The longest ICMPv4 error (RFC 1812 section 4.3.2.3).</summary>
    private const int MaxErrorV4 = 576;

    /// <summary>The longest ICMPv6 error: the minimum IPv6 MTU (RFC 4443 section 2.4).</summary>
    private const int MaxErrorV6 = 1280;

    /// <summary>
    /// ICMP type 3 code 4, or ICMPv6 type 2, from <paramref name="reporter"/> to the source of a packet, quoting as much of it as fits.
    /// Null when the rules forbid an answer: the packet is unreadable, itself an ICMP error, a later fragment, or its source is not one host.
    /// </summary>
    /// <param name="offending">The packet that does not fit.</param>
    /// <param name="reporter">Source of the error.</param>
    /// <param name="mtu">The longest packet that would have fitted.</param>
    public static byte[]? PacketTooBig(ReadOnlySpan<byte> offending, IpAddr reporter, int mtu)
    {
        if (!IpPacketReader.TryRead(offending, 0, out var info) || info.Family != reporter.Family || !MayAnswer(info))
            return null;
        var isV4 = info.Family == IpFamily.V4;
        var room = isV4 ? MaxErrorV4 - Ipv4View.MinHeaderLength : MaxErrorV6 - Ipv6View.HeaderLength;
        var quoted = offending[..Math.Min(info.TotalLength, room - IcmpHeaderLength)];
        return isV4
            ? PacketBuilder.BuildIcmp(reporter, info.Source, DestinationUnreachable, FragmentationNeeded, (ushort)Math.Clamp(mtu, 0, ushort.MaxValue), quoted)
            : PacketBuilder.BuildIcmp(reporter, info.Source, PacketTooBigV6, 0, (uint)mtu, quoted);
    }

    // RFC 1122 section 3.2.2 and RFC 4443 section 2.4 (e). ICMPv6 errors have types below 128. ICMPv6's alone may answer multicast.
    private static bool MayAnswer(in IpPacketInfo info)
    {
        if (info.Source.IsUnspecified || info.Source.IsMulticast || info.Source.IsLimitedBroadcast || (info.IsFragment && !info.IsFirstFragment))
            return false;
        if (info.Family == IpFamily.V4 && (info.Destination.IsMulticast || info.Destination.IsLimitedBroadcast))
            return false;
        if (!info.IsIcmp)
            return true;
        return info.Family == IpFamily.V4 ? info.IcmpType is not (3 or 4 or 5 or 11 or 12) : info.IcmpType >= 128;
    }
}
