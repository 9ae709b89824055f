namespace Gatehouse.Ike.Isakmp;

/// <summary>Values of Encapsulation Mode (RFC 2407 section 4.5, RFC 3947 section 5.1).</summary>
public enum EncapsulationMode : ushort
{
    /// <summary>Tunnel.</summary>
    Tunnel = 1,

    /// <summary>Transport.</summary>
    Transport = 2,

    /// <summary>UDP-Encapsulated-Tunnel.</summary>
    UdpTunnel = 3,

    /// <summary>UDP-Encapsulated-Transport.</summary>
    UdpTransport = 4,

    /// <summary>UDP-Encapsulated-Tunnel of draft-ietf-ipsec-nat-t-ike-02.</summary>
    UdpTunnelDraft = 61443,

    /// <summary>UDP-Encapsulated-Transport of draft-ietf-ipsec-nat-t-ike-02.</summary>
    UdpTransportDraft = 61444,
}
