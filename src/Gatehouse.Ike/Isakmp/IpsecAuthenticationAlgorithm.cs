namespace Gatehouse.Ike.Isakmp;

/// <summary>Values of the quick-mode Authentication Algorithm (RFC 2407 section 4.5, RFC 4868, RFC 4543).</summary>
public enum IpsecAuthenticationAlgorithm : ushort
{
    /// <summary>No attribute.</summary>
    None = 0,

    /// <summary>HMAC-MD5.</summary>
    HmacMd5 = 1,

    /// <summary>HMAC-SHA.</summary>
    HmacSha1 = 2,

    /// <summary>DES-MAC.</summary>
    DesMac = 3,

    /// <summary>KPDK.</summary>
    Kpdk = 4,

    /// <summary>HMAC-SHA2-256, truncated to 128 bits.</summary>
    HmacSha2_256 = 5,

    /// <summary>HMAC-SHA2-384, truncated to 192 bits.</summary>
    HmacSha2_384 = 6,

    /// <summary>HMAC-SHA2-512, truncated to 256 bits.</summary>
    HmacSha2_512 = 7,

    /// <summary>HMAC-RIPEMD.</summary>
    HmacRipemd = 8,

    /// <summary>AES-XCBC-MAC.</summary>
    AesXcbcMac = 9,

    /// <summary>AES-128-GMAC.</summary>
    AesGmac128 = 11,

    /// <summary>AES-192-GMAC.</summary>
    AesGmac192 = 12,

    /// <summary>AES-256-GMAC.</summary>
    AesGmac256 = 13,
}
