namespace Gatehouse.Ike.Isakmp;

/// <summary>
/// The number that announces a payload (RFC 2408 section 3.1, RFC 3947 sections 3.2 and 5.2; private ones from [MS-IKEE] 2.2, [MS-AIPS] 2.2.3).
/// </summary>
public enum PayloadType : byte
{
    /// <summary>No payload follows.</summary>
    None = 0,

    /// <summary>Security Association (SA), RFC 2408 section 3.4.</summary>
    Sa = 1,

    /// <summary>Proposal (P), only inside SA, RFC 2408 section 3.5.</summary>
    Proposal = 2,

    /// <summary>Transform (T), only inside a proposal, RFC 2408 section 3.6.</summary>
    Transform = 3,

    /// <summary>Key Exchange (KE), RFC 2408 section 3.7.</summary>
    KeyExchange = 4,

    /// <summary>Identification (ID), RFC 2408 section 3.8.</summary>
    Identification = 5,

    /// <summary>Certificate (CERT), RFC 2408 section 3.9.</summary>
    Certificate = 6,

    /// <summary>Certificate Request (CR), RFC 2408 section 3.10.</summary>
    CertificateRequest = 7,

    /// <summary>Hash (HASH), RFC 2408 section 3.11.</summary>
    Hash = 8,

    /// <summary>Signature (SIG), RFC 2408 section 3.12.</summary>
    Signature = 9,

    /// <summary>Nonce (NONCE), RFC 2408 section 3.13.</summary>
    Nonce = 10,

    /// <summary>Notification (N), RFC 2408 section 3.14.</summary>
    Notification = 11,

    /// <summary>Delete (D), RFC 2408 section 3.15.</summary>
    Delete = 12,

    /// <summary>Vendor ID (VID), RFC 2408 section 3.16.</summary>
    VendorId = 13,

    /// <summary>NAT-D, RFC 3947 section 3.2.</summary>
    NatDiscovery = 20,

    /// <summary>NAT-OA, RFC 3947 section 5.2.</summary>
    NatOriginalAddress = 21,

    /// <summary>GSS-API token: of IKEv1 (draft-ietf-ipsec-isakmp-gss-auth), and of AuthIP, which lays it out otherwise.</summary>
    GssToken = 129,

    /// <summary>NAT-D of draft-ietf-ipsec-nat-t-ike-02.</summary>
    NatDiscoveryDraft = 130,

    /// <summary>NAT-OA of draft-ietf-ipsec-nat-t-ike-02.</summary>
    NatOriginalAddressDraft = 131,

    /// <summary>Microsoft fragment, [MS-IKEE] 2.2.3.</summary>
    Fragment = 132,

    /// <summary>CRYPTO of AuthIP, around all others, [MS-AIPS] 2.2.3.2.</summary>
    Crypto = 133,

    /// <summary>GSS_ID of AuthIP, the name of an endpoint, [MS-AIPS] 2.2.3.3.</summary>
    GssId = 134,

    /// <summary>Auth of AuthIP, the methods on offer, [MS-AIPS] 2.2.3.4.</summary>
    Auth = 135,

    /// <summary>Key Dictation of AuthIP, [MS-AIPS] 2.2.3.7.</summary>
    KeyDictation = 136,

    /// <summary>Key Dictation Weight of AuthIP, [MS-AIPS] 2.2.3.8.</summary>
    KeyDictationWeight = 137,
}
