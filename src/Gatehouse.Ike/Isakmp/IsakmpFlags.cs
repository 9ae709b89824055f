namespace Gatehouse.Ike.Isakmp;

/// <summary>Flags of the ISAKMP header (RFC 2408 section 3.1).</summary>
[Flags]
public enum IsakmpFlags : byte
{
    /// <summary>Nothing set.</summary>
    None = 0,

    /// <summary>E: everything after the header is encrypted.</summary>
    Encryption = 0x01,

    /// <summary>C: the SA is not to be used before CONNECTED arrives.</summary>
    Commit = 0x02,

    /// <summary>A: authenticated but not encrypted, informational exchanges only.</summary>
    AuthenticationOnly = 0x04,
}
