using System.Collections.Immutable;

namespace Gatehouse.Model.Ipsec;

/// <summary>IKEEXT_CIPHER_TYPE.</summary>
public enum IkeCipherType
{
    /// <summary>IKEEXT_CIPHER_DES.</summary>
    Des = 0,

    /// <summary>IKEEXT_CIPHER_3DES.</summary>
    TripleDes = 1,

    /// <summary>IKEEXT_CIPHER_AES_128 (CBC).</summary>
    Aes128 = 2,

    /// <summary>IKEEXT_CIPHER_AES_192 (CBC).</summary>
    Aes192 = 3,

    /// <summary>IKEEXT_CIPHER_AES_256 (CBC).</summary>
    Aes256 = 4,
}

/// <summary>IKEEXT_INTEGRITY_TYPE: the hash that is also the PRF of IKEv1.</summary>
public enum IkeIntegrityType
{
    /// <summary>IKEEXT_INTEGRITY_MD5.</summary>
    Md5 = 0,

    /// <summary>IKEEXT_INTEGRITY_SHA1.</summary>
    Sha1 = 1,

    /// <summary>IKEEXT_INTEGRITY_SHA_256.</summary>
    Sha256 = 2,

    /// <summary>IKEEXT_INTEGRITY_SHA_384.</summary>
    Sha384 = 3,
}

/// <summary>IKEEXT_DH_GROUP; the numbers are Windows', not the IANA group numbers.</summary>
public enum IkeDhGroup
{
    /// <summary>IKEEXT_DH_GROUP_NONE; AuthIP only.</summary>
    None = 0,

    /// <summary>IKEEXT_DH_GROUP_1, MODP 768.</summary>
    Group1 = 1,

    /// <summary>IKEEXT_DH_GROUP_2, MODP 1024.</summary>
    Group2 = 2,

    /// <summary>IKEEXT_DH_GROUP_14, MODP 2048 (RFC 3526).</summary>
    Group14 = 3,

    /// <summary>IKEEXT_DH_ECP_256, group 19 (RFC 5903).</summary>
    Ecp256 = 4,

    /// <summary>IKEEXT_DH_ECP_384, group 20 (RFC 5903).</summary>
    Ecp384 = 5,

    /// <summary>IKEEXT_DH_GROUP_24 (RFC 5114).</summary>
    Group24 = 6,
}

/// <summary>IKEEXT_PROPOSAL0: one main-mode offer.</summary>
/// <param name="Cipher">Cipher of the IKE SA.</param>
/// <param name="Integrity">Hash and PRF.</param>
/// <param name="DhGroup">Diffie-Hellman group.</param>
/// <param name="MaxLifetimeSeconds">Lifetime of the IKE SA.</param>
/// <param name="QuickModeLimit">Quick modes under one main mode; 0 = unlimited.</param>
public sealed record MainModeProposal(
    IkeCipherType Cipher, IkeIntegrityType Integrity, IkeDhGroup DhGroup, uint MaxLifetimeSeconds, uint QuickModeLimit = 0);

/// <summary>IKEEXT_POLICY: what a keying module may negotiate and accept in main mode.</summary>
/// <param name="AuthenticationMethods">Ordered by preference, no duplicates.</param>
/// <param name="Proposals">Ordered by preference.</param>
/// <param name="MaxDynamicFilters">Narrower sub-flows a responder may add per peer; 0 disables.</param>
public sealed record MainModePolicy(
    ImmutableArray<AuthenticationMethod> AuthenticationMethods,
    ImmutableArray<MainModeProposal> Proposals,
    uint MaxDynamicFilters = 0);
