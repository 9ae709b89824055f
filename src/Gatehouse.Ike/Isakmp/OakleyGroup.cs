namespace Gatehouse.Ike.Isakmp;

/// <summary>Diffie-Hellman groups (RFC 2409 section 6, RFC 3526, RFC 5903, RFC 5114).</summary>
public enum OakleyGroup : ushort
{
    /// <summary>No group; no perfect forward secrecy.</summary>
    None = 0,

    /// <summary>768-bit MODP.</summary>
    Modp768 = 1,

    /// <summary>1024-bit MODP.</summary>
    Modp1024 = 2,

    /// <summary>1536-bit MODP.</summary>
    Modp1536 = 5,

    /// <summary>2048-bit MODP.</summary>
    Modp2048 = 14,

    /// <summary>3072-bit MODP.</summary>
    Modp3072 = 15,

    /// <summary>4096-bit MODP.</summary>
    Modp4096 = 16,

    /// <summary>6144-bit MODP.</summary>
    Modp6144 = 17,

    /// <summary>8192-bit MODP.</summary>
    Modp8192 = 18,

    /// <summary>256-bit random ECP.</summary>
    Ecp256 = 19,

    /// <summary>384-bit random ECP.</summary>
    Ecp384 = 20,

    /// <summary>521-bit random ECP.</summary>
    Ecp521 = 21,

    /// <summary>2048-bit MODP with 256-bit subgroup.</summary>
    Modp2048Subgroup256 = 24,
}
