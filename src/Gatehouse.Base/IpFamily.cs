namespace Gatehouse.Base;

/// <summary>The Internet Protocol version; the value is the version nibble of the header.</summary>
public enum IpFamily : byte
{
    /// <summary>Not an address.</summary>
    None = 0,

    /// <summary>IPv4 (RFC 791).</summary>
    V4 = 4,

    /// <summary>IPv6 (RFC 8200).</summary>
    V6 = 6,
}
