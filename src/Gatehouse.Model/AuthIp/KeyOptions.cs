namespace Gatehouse.Model.AuthIp;

/// <summary>See <see cref="AuthIpWireProfile.KeySplit"/>.</summary>
public enum KeySplit
{
    /// <summary>Cipher key, then authentication key.</summary>
    CipherFirst,

    /// <summary>Authentication key, then cipher key.</summary>
    AuthenticationFirst,
}

/// <summary>See <see cref="AuthIpWireProfile.TranscriptScope"/>.</summary>
public enum TranscriptScope
{
    /// <summary>The payload chain alone; of an encrypted message decrypted and without padding.</summary>
    Payloads,

    /// <summary>The CRYPTO payload's header, then the chain.</summary>
    CryptoAndPayloads,

    /// <summary>The ISAKMP header as well.</summary>
    WholeMessage,
}

/// <summary>Byte order of a value that is not an integer of a message.</summary>
public enum ByteOrder
{
    /// <summary>Most significant byte first.</summary>
    BigEndian,

    /// <summary>Least significant byte first.</summary>
    LittleEndian,
}

/// <summary>See <see cref="AuthIpWireProfile.ExtendedProof"/>.</summary>
public enum ExtendedProof
{
    /// <summary>prf(SKEYID_em, chain | Auth1).</summary>
    InsidePrf,

    /// <summary>prf(SKEYID_em, chain) | Auth1.</summary>
    OutsidePrf,
}

/// <summary>See <see cref="AuthIpWireProfile.GcmKeyMaterial"/>.</summary>
public enum GcmKeyMaterial
{
    /// <summary>Key and 4 bytes of salt (RFC 4106 section 8.1).</summary>
    KeyAndSalt,

    /// <summary>Key alone; the salt is zero.</summary>
    KeyOnly,

    /// <summary>Two keys, as if cipher and authentication had one each, split as others are; the salt is the beginning of the authentication key.</summary>
    TwoKeys,
}

/// <summary>See <see cref="AuthIpWireProfile.TlsSecret"/>.</summary>
public enum TlsSecret
{
    /// <summary>The 48 bytes of the master secret.</summary>
    MasterSecret,

    /// <summary>An exporter's output (RFC 5705).</summary>
    Exporter,

    /// <summary>Nothing; security comes from Diffie-Hellman alone.</summary>
    None,
}
