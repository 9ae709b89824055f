using System.Collections.Immutable;

namespace Gatehouse.Model.Ipsec;

/// <summary>IPSEC_TRANSFORM_TYPE.</summary>
public enum SaTransformType
{
    /// <summary>IPSEC_TRANSFORM_AH.</summary>
    Ah = 1,

    /// <summary>IPSEC_TRANSFORM_ESP_AUTH: ESP with NULL encryption.</summary>
    EspAuth = 2,

    /// <summary>IPSEC_TRANSFORM_ESP_CIPHER: encryption only.</summary>
    EspCipher = 3,

    /// <summary>IPSEC_TRANSFORM_ESP_AUTH_AND_CIPHER.</summary>
    EspAuthAndCipher = 4,

    /// <summary>IPSEC_TRANSFORM_ESP_AUTH_FW: authenticated firewall.</summary>
    EspAuthFw = 5,
}

/// <summary>IPSEC_AUTH_TYPE and IPSEC_AUTH_CONFIG share these numbers.</summary>
public enum IpsecAuthType
{
    /// <summary>IPSEC_AUTH_MD5, HMAC-MD5-96.</summary>
    Md5 = 0,

    /// <summary>IPSEC_AUTH_SHA_1, HMAC-SHA-1-96 (RFC 2404).</summary>
    Sha1 = 1,

    /// <summary>IPSEC_AUTH_SHA_256, HMAC-SHA-256-128 (RFC 4868).</summary>
    Sha256 = 2,

    /// <summary>IPSEC_AUTH_AES_128: the GMAC half of AES-GCM-128.</summary>
    Aes128 = 3,

    /// <summary>IPSEC_AUTH_AES_192.</summary>
    Aes192 = 4,

    /// <summary>IPSEC_AUTH_AES_256.</summary>
    Aes256 = 5,
}

/// <summary>IPSEC_CIPHER_CONFIG: cipher, mode and key length in one number.</summary>
public enum IpsecCipherConfig
{
    /// <summary>IPSEC_CIPHER_CONFIG_CBC_DES.</summary>
    CbcDes = 1,

    /// <summary>IPSEC_CIPHER_CONFIG_CBC_3DES.</summary>
    Cbc3Des = 2,

    /// <summary>IPSEC_CIPHER_CONFIG_CBC_AES_128 (RFC 3602).</summary>
    CbcAes128 = 3,

    /// <summary>IPSEC_CIPHER_CONFIG_CBC_AES_192.</summary>
    CbcAes192 = 4,

    /// <summary>IPSEC_CIPHER_CONFIG_CBC_AES_256.</summary>
    CbcAes256 = 5,

    /// <summary>IPSEC_CIPHER_CONFIG_GCM_AES_128 (RFC 4106, 16-byte ICV).</summary>
    GcmAes128 = 6,

    /// <summary>IPSEC_CIPHER_CONFIG_GCM_AES_192.</summary>
    GcmAes192 = 7,

    /// <summary>IPSEC_CIPHER_CONFIG_GCM_AES_256.</summary>
    GcmAes256 = 8,
}

/// <summary>IPSEC_PFS_GROUP; the numbers are Windows'.</summary>
public enum PfsGroup
{
    /// <summary>IPSEC_PFS_NONE.</summary>
    None = 0,

    /// <summary>IPSEC_PFS_1, MODP 768.</summary>
    Group1 = 1,

    /// <summary>IPSEC_PFS_2, MODP 1024.</summary>
    Group2 = 2,

    /// <summary>IPSEC_PFS_2048, group 14.</summary>
    Group14 = 3,

    /// <summary>IPSEC_PFS_ECP_256, group 19.</summary>
    Ecp256 = 4,

    /// <summary>IPSEC_PFS_ECP_384, group 20.</summary>
    Ecp384 = 5,

    /// <summary>IPSEC_PFS_MM: the group of the main mode.</summary>
    MainMode = 6,
}

/// <summary>IPSEC_POLICY_FLAG_*.</summary>
[Flags]
public enum IpsecPolicyFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>IPSEC_POLICY_FLAG_ND_SECURE.</summary>
    NdSecure = 0x2,

    /// <summary>IPSEC_POLICY_FLAG_ND_BOUNDARY.</summary>
    NdBoundary = 0x4,
}

/// <summary>IPSEC_SA_LIFETIME0; no member may be 0.</summary>
/// <param name="Seconds">Time.</param>
/// <param name="Kilobytes">Traffic, in units of 1,024 bytes.</param>
/// <param name="Packets">Packets.</param>
public sealed record SaLifetime(uint Seconds, uint Kilobytes, uint Packets);

/// <summary>
/// IPSEC_SA_TRANSFORM0. AES-GCM is said the Windows way: <see cref="SaTransformType.EspAuthAndCipher"/> with the GCM cipher
/// and the AES authentication of the same key length.
/// </summary>
/// <param name="Type">Transform.</param>
/// <param name="Auth">Integrity; null for <see cref="SaTransformType.EspCipher"/>.</param>
/// <param name="Cipher">Encryption; null for AH and ESP_AUTH.</param>
public sealed record SaTransform(SaTransformType Type, IpsecAuthType? Auth, IpsecCipherConfig? Cipher);

/// <summary>IPSEC_PROPOSAL0: one quick-mode offer.</summary>
/// <param name="Lifetime">Hard limits of the SA.</param>
/// <param name="Transforms">One transform, or AH and ESP together.</param>
/// <param name="PfsGroup">Fresh Diffie-Hellman in quick mode.</param>
public sealed record QuickModeProposal(SaLifetime Lifetime, ImmutableArray<SaTransform> Transforms, PfsGroup PfsGroup);

/// <summary>IPSEC_SA_IDLE_TIMEOUT0.</summary>
/// <param name="IdleTimeoutSeconds">An SA without traffic this long is deleted.</param>
/// <param name="IdleTimeoutSecondsFailOver">The same for a peer in a fail-over cluster.</param>
public sealed record SaIdleTimeout(uint IdleTimeoutSeconds, uint IdleTimeoutSecondsFailOver);

/// <summary>IKEEXT_EM_POLICY0: AuthIP's second authentication, normally of the user.</summary>
/// <param name="AuthenticationMethods">Ordered by preference.</param>
public sealed record ExtendedModePolicy(ImmutableArray<AuthenticationMethod> AuthenticationMethods);

/// <summary>IPSEC_TRANSPORT_POLICY: what a keying module may negotiate and accept in quick mode.</summary>
/// <param name="Proposals">Ordered by preference, at least one.</param>
/// <param name="Flags">Negotiation discovery and others.</param>
/// <param name="NdAllowClearTimeoutSeconds">How long a new SA tolerates stragglers in clear; negotiation discovery only.</param>
/// <param name="SaIdleTimeout">Idle deletion.</param>
/// <param name="ExtendedMode">AuthIP only, else null.</param>
public sealed record QuickModePolicy(
    ImmutableArray<QuickModeProposal> Proposals,
    IpsecPolicyFlags Flags,
    uint NdAllowClearTimeoutSeconds,
    SaIdleTimeout SaIdleTimeout,
    ExtendedModePolicy? ExtendedMode = null);
