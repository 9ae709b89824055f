namespace Gatehouse.Crypto.Hashing;

/// <summary>The hash of an IKE proposal; HMAC with it is the prf (RFC 2409 section 4, RFC 4868 section 2.4).</summary>
public enum PrfAlgorithm
{
    /// <summary>SHA-1, 20 bytes.</summary>
    Sha1,

    /// <summary>SHA-256, 32 bytes.</summary>
    Sha256,

    /// <summary>SHA-384, 48 bytes.</summary>
    Sha384,

    /// <summary>MD5, 16 bytes. No suite of this build has it; a NAT-D payload of AuthIP may.</summary>
    Md5,
}
