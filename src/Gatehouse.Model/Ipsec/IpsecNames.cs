namespace Gatehouse.Model.Ipsec;

/// <summary>IPsec policy constants as the Windows SDK spells them (ipsectypes.h, iketypes.h).</summary>
public static class IpsecNames
{
    /// <summary>IKEEXT authentication method.</summary>
    public static string Of(AuthenticationMethodType type) => type switch
    {
        AuthenticationMethodType.PresharedKey => "IKEEXT_PRESHARED_KEY",
        AuthenticationMethodType.Certificate => "IKEEXT_CERTIFICATE",
        AuthenticationMethodType.Kerberos => "IKEEXT_KERBEROS",
        AuthenticationMethodType.Anonymous => "IKEEXT_ANONYMOUS",
        AuthenticationMethodType.Ssl => "IKEEXT_SSL",
        AuthenticationMethodType.NtlmV2 => "IKEEXT_NTLM_V2",
        _ => throw Unnamed(type),
    };

    /// <summary>IKEEXT_CIPHER_….</summary>
    public static string Of(IkeCipherType cipher) => cipher switch
    {
        IkeCipherType.Des => "IKEEXT_CIPHER_DES",
        IkeCipherType.TripleDes => "IKEEXT_CIPHER_3DES",
        IkeCipherType.Aes128 => "IKEEXT_CIPHER_AES_128",
        IkeCipherType.Aes192 => "IKEEXT_CIPHER_AES_192",
        IkeCipherType.Aes256 => "IKEEXT_CIPHER_AES_256",
        _ => throw Unnamed(cipher),
    };

    /// <summary>IKEEXT_INTEGRITY_….</summary>
    public static string Of(IkeIntegrityType integrity) => integrity switch
    {
        IkeIntegrityType.Md5 => "IKEEXT_INTEGRITY_MD5",
        IkeIntegrityType.Sha1 => "IKEEXT_INTEGRITY_SHA1",
        IkeIntegrityType.Sha256 => "IKEEXT_INTEGRITY_SHA_256",
        IkeIntegrityType.Sha384 => "IKEEXT_INTEGRITY_SHA_384",
        _ => throw Unnamed(integrity),
    };

    /// <summary>IKEEXT_DH_….</summary>
    public static string Of(IkeDhGroup group) => group switch
    {
        IkeDhGroup.None => "IKEEXT_DH_GROUP_NONE",
        IkeDhGroup.Group1 => "IKEEXT_DH_GROUP_1",
        IkeDhGroup.Group2 => "IKEEXT_DH_GROUP_2",
        IkeDhGroup.Group14 => "IKEEXT_DH_GROUP_14",
        IkeDhGroup.Ecp256 => "IKEEXT_DH_ECP_256",
        IkeDhGroup.Ecp384 => "IKEEXT_DH_ECP_384",
        IkeDhGroup.Group24 => "IKEEXT_DH_GROUP_24",
        _ => throw Unnamed(group),
    };

    /// <summary>IPSEC_TRANSFORM_….</summary>
    public static string Of(SaTransformType type) => type switch
    {
        SaTransformType.Ah => "IPSEC_TRANSFORM_AH",
        SaTransformType.EspAuth => "IPSEC_TRANSFORM_ESP_AUTH",
        SaTransformType.EspCipher => "IPSEC_TRANSFORM_ESP_CIPHER",
        SaTransformType.EspAuthAndCipher => "IPSEC_TRANSFORM_ESP_AUTH_AND_CIPHER",
        SaTransformType.EspAuthFw => "IPSEC_TRANSFORM_ESP_AUTH_FW",
        _ => throw Unnamed(type),
    };

    /// <summary>IPSEC_AUTH_CONFIG_….</summary>
    public static string Of(IpsecAuthType auth) => auth switch
    {
        IpsecAuthType.Md5 => "IPSEC_AUTH_CONFIG_HMAC_MD5_96",
        IpsecAuthType.Sha1 => "IPSEC_AUTH_CONFIG_HMAC_SHA_1_96",
        IpsecAuthType.Sha256 => "IPSEC_AUTH_CONFIG_HMAC_SHA_256_128",
        IpsecAuthType.Aes128 => "IPSEC_AUTH_CONFIG_GCM_AES_128",
        IpsecAuthType.Aes192 => "IPSEC_AUTH_CONFIG_GCM_AES_192",
        IpsecAuthType.Aes256 => "IPSEC_AUTH_CONFIG_GCM_AES_256",
        _ => throw Unnamed(auth),
    };

    /// <summary>IPSEC_CIPHER_CONFIG_….</summary>
    public static string Of(IpsecCipherConfig cipher) => cipher switch
    {
        IpsecCipherConfig.CbcDes => "IPSEC_CIPHER_CONFIG_CBC_DES",
        IpsecCipherConfig.Cbc3Des => "IPSEC_CIPHER_CONFIG_CBC_3DES",
        IpsecCipherConfig.CbcAes128 => "IPSEC_CIPHER_CONFIG_CBC_AES_128",
        IpsecCipherConfig.CbcAes192 => "IPSEC_CIPHER_CONFIG_CBC_AES_192",
        IpsecCipherConfig.CbcAes256 => "IPSEC_CIPHER_CONFIG_CBC_AES_256",
        IpsecCipherConfig.GcmAes128 => "IPSEC_CIPHER_CONFIG_GCM_AES_128",
        IpsecCipherConfig.GcmAes192 => "IPSEC_CIPHER_CONFIG_GCM_AES_192",
        IpsecCipherConfig.GcmAes256 => "IPSEC_CIPHER_CONFIG_GCM_AES_256",
        _ => throw Unnamed(cipher),
    };

    /// <summary>IPSEC_PFS_….</summary>
    public static string Of(PfsGroup group) => group switch
    {
        PfsGroup.None => "IPSEC_PFS_NONE",
        PfsGroup.Group1 => "IPSEC_PFS_1",
        PfsGroup.Group2 => "IPSEC_PFS_2",
        PfsGroup.Group14 => "IPSEC_PFS_2048",
        PfsGroup.Ecp256 => "IPSEC_PFS_ECP_256",
        PfsGroup.Ecp384 => "IPSEC_PFS_ECP_384",
        PfsGroup.MainMode => "IPSEC_PFS_MM",
        _ => throw Unnamed(group),
    };

    /// <summary>The flags that are set, each IPSEC_POLICY_FLAG_….</summary>
    public static IEnumerable<string> Of(IpsecPolicyFlags flags)
    {
        if (flags.HasFlag(IpsecPolicyFlags.NdSecure))
            yield return "IPSEC_POLICY_FLAG_ND_SECURE";
        if (flags.HasFlag(IpsecPolicyFlags.NdBoundary))
            yield return "IPSEC_POLICY_FLAG_ND_BOUNDARY";
    }

    private static ArgumentOutOfRangeException Unnamed(Enum value) => new(nameof(value), value, "the value has no name");
}
