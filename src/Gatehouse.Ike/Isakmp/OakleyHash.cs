namespace Gatehouse.Ike.Isakmp;

/// <summary>Values of the phase 1 Hash Algorithm (RFC 2409 appendix A, RFC 4868).</summary>
public enum OakleyHash : ushort
{
    /// <summary>MD5.</summary>
    Md5 = 1,

    /// <summary>SHA-1.</summary>
    Sha1 = 2,

    /// <summary>SHA-256.</summary>
    Sha256 = 4,

    /// <summary>SHA-384.</summary>
    Sha384 = 5,

    /// <summary>SHA-512.</summary>
    Sha512 = 6,
}
