using Gatehouse.Base;

namespace Gatehouse.Packets;

/// <summary>What classification and ESP need to know of a packet's headers. A plain value; it refers to no bytes.</summary>
public readonly struct IpPacketInfo
{
    /// <summary>Why reading failed; None when every other property holds.</summary>
    public IpPacketError Error { get; init; }

    /// <summary>IP version.</summary>
    public IpFamily Family { get; init; }

    /// <summary>Source address, with scope when link-local.</summary>
    public IpAddr Source { get; init; }

    /// <summary>Destination address, with scope when link-local.</summary>
    public IpAddr Destination { get; init; }

    /// <summary>Upper-layer protocol, behind any IPv6 extension headers. ESP and AH count as upper-layer protocols.</summary>
    public byte Protocol { get; init; }

    /// <summary>Bytes of the IP header with options, or of the IPv6 header with its extension headers: where the upper layer begins.</summary>
    public int TransportOffset { get; init; }

    /// <summary>Where the byte stands that names <see cref="Protocol"/>: 9 in IPv4, 6 or inside an extension header in IPv6.</summary>
    public int ProtocolOffset { get; init; }

    /// <summary>Bytes of the packet by its own length field; link padding is not among them.</summary>
    public int TotalLength { get; init; }

    /// <summary>Source port; 0 for protocols without ports and for later fragments.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Destination port; 0 for protocols without ports and for later fragments.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>ICMP or ICMPv6 type; 0 for other protocols and for later fragments.</summary>
    public byte IcmpType { get; init; }

    /// <summary>ICMP or ICMPv6 code; 0 for other protocols and for later fragments.</summary>
    public byte IcmpCode { get; init; }

    /// <summary>True when the packet is not a whole datagram: an offset, or more fragments to come.</summary>
    public bool IsFragment { get; init; }

    /// <summary>True for a fragment with offset 0, which has the upper-layer header.</summary>
    public bool IsFirstFragment { get; init; }

    /// <summary>IPv4 DF; always true in IPv6, where routers never fragment.</summary>
    public bool DontFragment { get; init; }

    /// <summary>True for ICMP in IPv4 and ICMPv6 in IPv6.</summary>
    public bool IsIcmp => Protocol == (Family == IpFamily.V4 ? IpProtocol.Icmp : IpProtocol.IcmpV6);

    /// <summary>Bytes behind the IP headers.</summary>
    public int TransportLength => TotalLength - TransportOffset;
}
