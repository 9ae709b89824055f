namespace Gatehouse.Crypto.Agreement;

/// <summary>A Diffie-Hellman group by its IANA number.</summary>
public enum DhGroupId
{
    /// <summary>2048-bit MODP (RFC 3526 section 3).</summary>
    Modp2048 = 14,

    /// <summary>256-bit random ECP, NIST P-256 (RFC 5903 section 3.1).</summary>
    Ecp256 = 19,

    /// <summary>384-bit random ECP, NIST P-384 (RFC 5903 section 3.2).</summary>
    Ecp384 = 20,
}
