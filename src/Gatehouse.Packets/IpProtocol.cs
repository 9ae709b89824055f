namespace Gatehouse.Packets;

/// <summary>IP protocol numbers this code tells apart (IANA; RFC 8200 section 4 for the extension headers).</summary>
public static class IpProtocol
{
    /// <summary>IPv6 hop-by-hop options.</summary>
    public const byte HopByHop = 0;

    /// <summary>ICMP for IPv4.</summary>
    public const byte Icmp = 1;

    /// <summary>TCP.</summary>
    public const byte Tcp = 6;

    /// <summary>UDP.</summary>
    public const byte Udp = 17;

    /// <summary>IPv6 routing header.</summary>
    public const byte Routing = 43;

    /// <summary>IPv6 fragment header.</summary>
    public const byte Fragment = 44;

    /// <summary>ESP (RFC 4303).</summary>
    public const byte Esp = 50;

    /// <summary>AH (RFC 4302).</summary>
    public const byte Ah = 51;

    /// <summary>ICMPv6.</summary>
    public const byte IcmpV6 = 58;

    /// <summary>No next header; in ESP a dummy packet.</summary>
    public const byte NoNextHeader = 59;

    /// <summary>IPv6 destination options.</summary>
    public const byte DestinationOptions = 60;

    /// <summary>DCCP.</summary>
    public const byte Dccp = 33;

    /// <summary>SCTP.</summary>
    public const byte Sctp = 132;

    /// <summary>UDP-Lite.</summary>
    public const byte UdpLite = 136;

    /// <summary>True for protocols whose first four bytes are source and destination port.</summary>
    public static bool HasPorts(byte protocol) => protocol is Tcp or Udp or Sctp or Dccp or UdpLite;
}
