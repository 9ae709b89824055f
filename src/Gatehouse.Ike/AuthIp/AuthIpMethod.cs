namespace Gatehouse.Ike.AuthIp;

/// <summary>Authentication methods of an Auth payload ([MS-AIPS] 2.2.3.4); the numbers are IKEEXT_AUTHENTICATION_METHOD_TYPE's.</summary>
public enum AuthIpMethod : ushort
{
    /// <summary>Kerberos, mutual.</summary>
    Kerberos = 2,

    /// <summary>Nobody is authenticated; main mode only, and only with Diffie-Hellman.</summary>
    Anonymous = 3,

    /// <summary>Certificates by TLS.</summary>
    Tls = 4,

    /// <summary>NTLM, the initiator alone.</summary>
    Ntlm = 5,
}
