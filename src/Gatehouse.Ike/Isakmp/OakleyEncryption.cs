namespace Gatehouse.Ike.Isakmp;

/// <summary>Values of the phase 1 Encryption Algorithm (RFC 2409 appendix A, RFC 3602).</summary>
public enum OakleyEncryption : ushort
{
    /// <summary>DES-CBC.</summary>
    DesCbc = 1,

    /// <summary>3DES-CBC.</summary>
    TripleDesCbc = 5,

    /// <summary>AES-CBC; Key Length is mandatory.</summary>
    AesCbc = 7,
}
