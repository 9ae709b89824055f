namespace Gatehouse.Model.Ipsec;

/// <summary>Encryption of an ESP SA.</summary>
public enum EspCipher
{
    /// <summary>AES-GCM with a 16-byte ICV (RFC 4106).</summary>
    AesGcm16,

    /// <summary>AES-CBC (RFC 3602).</summary>
    AesCbc,
}

/// <summary>Integrity of an ESP SA whose cipher is not combined.</summary>
public enum EspIntegrity
{
    /// <summary>The cipher authenticates.</summary>
    None,

    /// <summary>HMAC-SHA-1-96 (RFC 2404), 20-byte key.</summary>
    HmacSha1_96,

    /// <summary>HMAC-SHA-256-128 (RFC 4868), 32-byte key.</summary>
    HmacSha256_128,
}

/// <summary>The negotiated suite of an ESP SA.</summary>
/// <param name="Cipher">Encryption.</param>
/// <param name="KeyBits">128, 192 or 256, without salt.</param>
/// <param name="Integrity">Integrity; None with AES-GCM.</param>
public readonly record struct EspAlgorithm(EspCipher Cipher, int KeyBits, EspIntegrity Integrity)
{
    /// <summary>Bytes of KEYMAT for one direction: cipher key, then salt (RFC 4106 section 8.1) or authentication key.</summary>
    public int KeyMaterialLength => (KeyBits / 8) + (Cipher == EspCipher.AesGcm16 ? 4 : IntegrityKeyLength);

    /// <summary>Bytes of the authentication key.</summary>
    public int IntegrityKeyLength => Integrity switch
    {
        EspIntegrity.HmacSha1_96 => 20,
        EspIntegrity.HmacSha256_128 => 32,
        _ => 0,
    };

    /// <summary>The algorithm of a WFP transform; null when this build has no such ESP (AH, DES, NULL encryption…).</summary>
    public static EspAlgorithm? From(SaTransform transform)
    {
        if (transform.Type != SaTransformType.EspAuthAndCipher)
            return null;
        return (transform.Cipher, transform.Auth) switch
        {
            (IpsecCipherConfig.GcmAes128, IpsecAuthType.Aes128) => new EspAlgorithm(EspCipher.AesGcm16, 128, EspIntegrity.None),
            (IpsecCipherConfig.GcmAes192, IpsecAuthType.Aes192) => new EspAlgorithm(EspCipher.AesGcm16, 192, EspIntegrity.None),
            (IpsecCipherConfig.GcmAes256, IpsecAuthType.Aes256) => new EspAlgorithm(EspCipher.AesGcm16, 256, EspIntegrity.None),
            ({ } cipher, IpsecAuthType.Sha1) when CbcBits(cipher) is { } bits => new EspAlgorithm(EspCipher.AesCbc, bits, EspIntegrity.HmacSha1_96),
            ({ } cipher, IpsecAuthType.Sha256) when CbcBits(cipher) is { } bits => new EspAlgorithm(EspCipher.AesCbc, bits, EspIntegrity.HmacSha256_128),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var cipher = Cipher == EspCipher.AesGcm16 ? $"AES-GCM-{KeyBits}" : $"AES-CBC-{KeyBits}";
        return Integrity switch
        {
            EspIntegrity.HmacSha1_96 => cipher + "/HMAC-SHA1-96",
            EspIntegrity.HmacSha256_128 => cipher + "/HMAC-SHA-256-128",
            _ => cipher,
        };
    }

    private static int? CbcBits(IpsecCipherConfig cipher) => cipher switch
    {
        IpsecCipherConfig.CbcAes128 => 128,
        IpsecCipherConfig.CbcAes192 => 192,
        IpsecCipherConfig.CbcAes256 => 256,
        _ => null,
    };
}
