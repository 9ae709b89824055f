namespace Gatehouse.Packets.Capture;

/// <summary>Encryption as Wireshark's ESP table names it.</summary>
public enum WiresharkEspCipher
{
    /// <summary>"AES-GCM with 16 octet ICV [RFC4106]"; the key ends with the four salt bytes, authentication is NULL.</summary>
    AesGcm16,

    /// <summary>"AES-CBC [RFC3602]".</summary>
    AesCbc,
}

/// <summary>Authentication as Wireshark's ESP table names it.</summary>
public enum WiresharkEspIntegrity
{
    /// <summary>"NULL".</summary>
    None,

    /// <summary>"HMAC-SHA-1-96 [RFC2404]".</summary>
    HmacSha1_96,

    /// <summary>"HMAC-SHA-256-128 [RFC4868]".</summary>
    HmacSha256_128,
}
