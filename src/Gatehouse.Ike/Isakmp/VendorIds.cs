using System.Collections.Immutable;

namespace Gatehouse.Ike.Isakmp;

/// <summary>The vendor ids of [MS-IKEE] 1.7 and 2.2, [MS-AIPS], RFC 3947 and RFC 3706: MD5 of the name, except KEY_MODS and AUTHIP_INIT_KE_DH_GROUP.</summary>
public static class VendorIds
{
    /// <summary>"MS NT5 ISAKMPOAKLEY", followed by a 4-byte version: 8 for Windows Server 2008 R2, 9 for Windows 8 and later.</summary>
    public static readonly VendorId MsNt5 = Prefix("MS NT5 ISAKMPOAKLEY", "1E2B516905991C7D7C96FCBFB587E461");

    /// <summary>KEY_MODS, followed by 4 bytes: 1 announces AuthIP, and a Windows peer that speaks AuthIP then drops the IKE message.</summary>
    public static readonly VendorId KeyMods = Prefix("KEY_MODS", "01528BBBC00696121849AB9A1C5B2A51");

    /// <summary>NAT traversal of RFC 3947.</summary>
    public static readonly VendorId Rfc3947 = Exact("RFC 3947", "4A131C81070358455C5728F20E95452F");

    /// <summary>NAT traversal of the draft, hashed with a line feed as everybody sends it.</summary>
    public static readonly VendorId NatTDraft02 = Exact("draft-ietf-ipsec-nat-t-ike-02\\n", "90CB80913EBB696E086381B5EC427B1F");

    /// <summary>NAT traversal of the draft, hashed without the line feed.</summary>
    public static readonly VendorId NatTDraft02NoLineFeed = Exact("draft-ietf-ipsec-nat-t-ike-02", "CD60464335DF21F87CFDB2FC68B6A448");

    /// <summary>Fragmentation; Cisco appends 4 bytes.</summary>
    public static readonly VendorId Fragmentation = Prefix("FRAGMENTATION", "4048B7D56EBCE88525E7DE7F00D6C2D3");

    /// <summary>Negotiation discovery.</summary>
    public static readonly VendorId NegotiationDiscovery = Exact("MS-Negotiation Discovery Capable", "FB1DE3CDF341B7EA16B7E5BE0855F120");

    /// <summary>The sender has no main-mode SA with the receiver ([MS-IKEE] 3.6).</summary>
    public static readonly VendorId InitialContact = Exact("Vid-Initial-Contact", "26244D38EDDB61B3172A36E3D0CFB819");

    /// <summary>The sender is a member of a load-balanced cluster.</summary>
    public static readonly VendorId NlbsPresent = Exact("NLBS_PRESENT", "72872B95FCDA2EB708EFE322119B4971");

    /// <summary>Cryptographically generated addresses.</summary>
    public static readonly VendorId Cga = Exact("IKE CGA version 1", "E3A5966A76379FE707228231E5CE8652");

    /// <summary>Kerberos authentication.</summary>
    public static readonly VendorId GssApi = Exact("GSSAPI", "621B04BB09882AC1E15935FEFA24AEEE");

    /// <summary>Announces AuthIP like KEY_MODS, older.</summary>
    public static readonly VendorId MsMamieExists = Exact("MS-MamieExists", "214CA4FAFFA7F32D6748E5303395AE83");

    /// <summary>AUTHIP_INIT_KE_DH_GROUP, followed by 4 bytes: the group of the KE payload in AuthIP's first message, from Windows 8 on.</summary>
    public static readonly VendorId AuthIpInitKeDhGroup = Prefix("AUTHIP_INIT_KE_DH_GROUP", "7BB93867D76C8D80DF0F40FAE8FC3B19");

    /// <summary>Dead peer detection of RFC 3706.</summary>
    public static readonly VendorId DeadPeerDetection = Exact("Dead Peer Detection (RFC 3706)", "AFCAD71368A1F1C96B8696FC77570100");

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<VendorId> All =
    [
        MsNt5, KeyMods, Rfc3947, NatTDraft02, NatTDraft02NoLineFeed, Fragmentation, NegotiationDiscovery, InitialContact,
        NlbsPresent, Cga, GssApi, MsMamieExists, AuthIpInitKeDhGroup, DeadPeerDetection,
    ];

    /// <summary>Which of them a received id is; null when unknown.</summary>
    public static VendorId? Identify(ReadOnlySpan<byte> received)
    {
        foreach (var known in All)
        {
            if (known.Matches(received))
                return known;
        }

        return null;
    }

    private static VendorId Exact(string name, string hex) => new(name, [.. Convert.FromHexString(hex)], ByPrefix: false);

    private static VendorId Prefix(string name, string hex) => new(name, [.. Convert.FromHexString(hex)], ByPrefix: true);
}
