namespace Gatehouse.Ike.Isakmp;

/// <summary>What the data of an identification payload is (RFC 2407 section 4.6.2.1).</summary>
public enum IdType : byte
{
    /// <summary>ID_IPV4_ADDR.</summary>
    Ipv4Address = 1,

    /// <summary>ID_FQDN.</summary>
    Fqdn = 2,

    /// <summary>ID_USER_FQDN.</summary>
    UserFqdn = 3,

    /// <summary>ID_IPV4_ADDR_SUBNET.</summary>
    Ipv4Subnet = 4,

    /// <summary>ID_IPV6_ADDR.</summary>
    Ipv6Address = 5,

    /// <summary>ID_IPV6_ADDR_SUBNET.</summary>
    Ipv6Subnet = 6,

    /// <summary>ID_IPV4_ADDR_RANGE.</summary>
    Ipv4Range = 7,

    /// <summary>ID_IPV6_ADDR_RANGE.</summary>
    Ipv6Range = 8,

    /// <summary>ID_DER_ASN1_DN.</summary>
    DerAsn1Dn = 9,

    /// <summary>ID_DER_ASN1_GN.</summary>
    DerAsn1Gn = 10,

    /// <summary>ID_KEY_ID.</summary>
    KeyId = 11,

    /// <summary>Cryptographically generated address, [MS-IKEE] 2.2.4.</summary>
    Cga = 0xFA,
}
