using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>Every word of the document and what it means in WFP's terms.</summary>
internal static class Words
{
    public static readonly Vocabulary<ScenarioKind> Scenario = new(
        ("transport-mode", ScenarioKind.TransportMode),
        ("negotiation-discovery", ScenarioKind.NegotiationDiscovery),
        ("negotiation-discovery-boundary", ScenarioKind.NegotiationDiscoveryBoundary),
        ("clear", ScenarioKind.Clear),
        ("block", ScenarioKind.Block));

    public static readonly Vocabulary<IpFamily> Family = new(("ipv4", IpFamily.V4), ("ipv6", IpFamily.V6));

    public static readonly Vocabulary<NoSaAction> NoSa = new(("hold", NoSaAction.Hold), ("drop", NoSaAction.Drop));

    public static readonly Vocabulary<TestDirection> Direction = new(("out", TestDirection.Out), ("in", TestDirection.In));

    public static readonly Vocabulary<bool> Sa = new(("none", false), ("established", true));

    public static readonly Vocabulary<bool> Arrival = new(("clear", false), ("esp", true));

    public static readonly Vocabulary<TestFlow> Flow = new(("new", TestFlow.New), ("clear", TestFlow.Clear), ("secured", TestFlow.Secured));

    public static readonly Vocabulary<bool> BegunByPeer = new(("local", false), ("remote", true));

    public static readonly Vocabulary<TestVerdict> Verdict = new(
        ("permit", TestVerdict.Permit),
        ("drop", TestVerdict.Drop),
        ("protect", TestVerdict.Protect),
        ("hold", TestVerdict.Hold),
        ("clear-and-negotiate", TestVerdict.ClearAndNegotiate));

    public static readonly Vocabulary<TrafficProtocol> Protocol = new(
        ("icmp", TrafficProtocol.Icmp),
        ("tcp", TrafficProtocol.Number(6)),
        ("udp", TrafficProtocol.Number(17)),
        ("sctp", TrafficProtocol.Number(132)));

    public static readonly Vocabulary<AuthenticationMethodType> IkeMethod = new(
        ("psk", AuthenticationMethodType.PresharedKey),
        ("certificate", AuthenticationMethodType.Certificate),
        ("kerberos", AuthenticationMethodType.Kerberos));

    /// <summary>A certificate under AuthIP travels inside TLS, which WFP calls SSL.</summary>
    public static readonly Vocabulary<AuthenticationMethodType> AuthIpMethod = new(
        ("kerberos", AuthenticationMethodType.Kerberos),
        ("certificate", AuthenticationMethodType.Ssl),
        ("ntlm", AuthenticationMethodType.NtlmV2),
        ("anonymous", AuthenticationMethodType.Anonymous));

    public static readonly Vocabulary<AuthenticationMethodType> ExtendedModeMethod = new(
        ("kerberos", AuthenticationMethodType.Kerberos),
        ("certificate", AuthenticationMethodType.Ssl),
        ("ntlm", AuthenticationMethodType.NtlmV2));

    public static readonly Vocabulary<IkeCipherType> MainModeEncryption = new(
        ("aes-128", IkeCipherType.Aes128),
        ("aes-192", IkeCipherType.Aes192),
        ("aes-256", IkeCipherType.Aes256),
        ("3des", IkeCipherType.TripleDes),
        ("des", IkeCipherType.Des));

    public static readonly Vocabulary<IkeIntegrityType> MainModeIntegrity = new(
        ("sha-256", IkeIntegrityType.Sha256),
        ("sha-384", IkeIntegrityType.Sha384),
        ("sha-1", IkeIntegrityType.Sha1),
        ("md5", IkeIntegrityType.Md5));

    public static readonly Vocabulary<IkeDhGroup> IkeGroup = new(
        ("ecp-256", IkeDhGroup.Ecp256),
        ("ecp-384", IkeDhGroup.Ecp384),
        ("modp-2048", IkeDhGroup.Group14),
        ("modp-2048-s256", IkeDhGroup.Group24),
        ("modp-1024", IkeDhGroup.Group2),
        ("modp-768", IkeDhGroup.Group1));

    /// <summary>AuthIP may take its keys from the authentication itself and do without Diffie-Hellman.</summary>
    public static readonly Vocabulary<IkeDhGroup> AuthIpGroup = new(
        ("ecp-256", IkeDhGroup.Ecp256),
        ("ecp-384", IkeDhGroup.Ecp384),
        ("modp-2048", IkeDhGroup.Group14),
        ("modp-2048-s256", IkeDhGroup.Group24),
        ("modp-1024", IkeDhGroup.Group2),
        ("modp-768", IkeDhGroup.Group1),
        ("none", IkeDhGroup.None));

    /// <summary>Null is "none": ESP with NULL encryption (RFC 2410), integrity only.</summary>
    public static readonly Vocabulary<EspEncryption> EspEncryption = new(
        ("aes-gcm-128", new(IpsecCipherConfig.GcmAes128, IpsecAuthType.Aes128)),
        ("aes-gcm-192", new(IpsecCipherConfig.GcmAes192, IpsecAuthType.Aes192)),
        ("aes-gcm-256", new(IpsecCipherConfig.GcmAes256, IpsecAuthType.Aes256)),
        ("aes-cbc-128", new(IpsecCipherConfig.CbcAes128)),
        ("aes-cbc-192", new(IpsecCipherConfig.CbcAes192)),
        ("aes-cbc-256", new(IpsecCipherConfig.CbcAes256)),
        ("3des", new(IpsecCipherConfig.Cbc3Des)),
        ("des", new(IpsecCipherConfig.CbcDes)),
        ("none", new(null)));

    public static readonly Vocabulary<IpsecAuthType> PacketIntegrity = new(
        ("sha-256", IpsecAuthType.Sha256),
        ("sha-1", IpsecAuthType.Sha1),
        ("md5", IpsecAuthType.Md5),
        ("aes-gmac-128", IpsecAuthType.Aes128),
        ("aes-gmac-192", IpsecAuthType.Aes192),
        ("aes-gmac-256", IpsecAuthType.Aes256));

    public static readonly Vocabulary<PfsGroup> Pfs = new(
        ("none", PfsGroup.None),
        ("main-mode", PfsGroup.MainMode),
        ("ecp-256", PfsGroup.Ecp256),
        ("ecp-384", PfsGroup.Ecp384),
        ("modp-2048", PfsGroup.Group14),
        ("modp-1024", PfsGroup.Group2),
        ("modp-768", PfsGroup.Group1));
}

/// <summary>An ESP cipher; a combined one brings its own integrity.</summary>
/// <param name="Cipher">The cipher, or null for NULL encryption.</param>
/// <param name="OwnIntegrity">The integrity half of AES-GCM, else null.</param>
internal readonly record struct EspEncryption(IpsecCipherConfig? Cipher, IpsecAuthType? OwnIntegrity = null);
