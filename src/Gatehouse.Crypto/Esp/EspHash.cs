namespace Gatehouse.Crypto.Esp;

/// <summary>The HMAC of an ESP SA whose cipher does not authenticate.</summary>
public enum EspHash
{
    /// <summary>HMAC-SHA-1-96 (RFC 2404): 20-byte key, 12-byte ICV.</summary>
    Sha1,

    /// <summary>HMAC-SHA-256-128 (RFC 4868): 32-byte key, 16-byte ICV.</summary>
    Sha256,
}
