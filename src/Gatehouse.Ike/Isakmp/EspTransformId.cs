namespace Gatehouse.Ike.Isakmp;

/// <summary>Transform identifiers of an ESP proposal (RFC 2407 section 4.4.4, RFC 3602, RFC 4106, RFC 4543).</summary>
public enum EspTransformId : byte
{
    /// <summary>ESP_DES.</summary>
    Des = 2,

    /// <summary>ESP_3DES.</summary>
    TripleDes = 3,

    /// <summary>ESP_NULL.</summary>
    Null = 11,

    /// <summary>ESP_AES-CBC.</summary>
    AesCbc = 12,

    /// <summary>ESP_AES-CTR.</summary>
    AesCtr = 13,

    /// <summary>ESP_AES-CCM with an 8-byte ICV.</summary>
    AesCcm8 = 14,

    /// <summary>ESP_AES-CCM with a 12-byte ICV.</summary>
    AesCcm12 = 15,

    /// <summary>ESP_AES-CCM with a 16-byte ICV.</summary>
    AesCcm16 = 16,

    /// <summary>ESP_AES-GCM with an 8-byte ICV.</summary>
    AesGcm8 = 18,

    /// <summary>ESP_AES-GCM with a 12-byte ICV.</summary>
    AesGcm12 = 19,

    /// <summary>ESP_AES-GCM with a 16-byte ICV.</summary>
    AesGcm16 = 20,

    /// <summary>ESP_NULL_AUTH_AES-GMAC.</summary>
    NullAuthAesGmac = 23,
}
