namespace Gatehouse.Ike.Isakmp;

/// <summary>Values of the phase 1 Authentication Method (RFC 2409 appendix A, RFC 4754, [MS-IKEE] 2.2.4).</summary>
public enum OakleyAuthenticationMethod : ushort
{
    /// <summary>Pre-shared key.</summary>
    PreSharedKey = 1,

    /// <summary>DSS signatures.</summary>
    DssSignature = 2,

    /// <summary>RSA signatures.</summary>
    RsaSignature = 3,

    /// <summary>Encryption with RSA.</summary>
    RsaEncryption = 4,

    /// <summary>Revised encryption with RSA.</summary>
    RevisedRsaEncryption = 5,

    /// <summary>ECDSA with SHA-256 on P-256.</summary>
    EcdsaP256 = 9,

    /// <summary>ECDSA with SHA-384 on P-384.</summary>
    EcdsaP384 = 10,

    /// <summary>ECDSA with SHA-512 on P-521.</summary>
    EcdsaP521 = 11,

    /// <summary>Kerberos through GSS-API (private).</summary>
    KerberosGss = 65001,

    /// <summary>Cryptographically generated address (private).</summary>
    Cga = 65005,
}
