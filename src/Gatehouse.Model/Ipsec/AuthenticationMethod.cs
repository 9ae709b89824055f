using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gatehouse.Model.Ipsec;

/// <summary>IKEEXT_AUTHENTICATION_METHOD_TYPE: how a peer proves who it is.</summary>
public enum AuthenticationMethodType
{
    /// <summary>IKEEXT_PRESHARED_KEY; IKE only.</summary>
    PresharedKey = 0,

    /// <summary>IKEEXT_CERTIFICATE (RSA); IKE and IKEv2.</summary>
    Certificate = 1,

    /// <summary>IKEEXT_KERBEROS; IKE and AuthIP.</summary>
    Kerberos = 2,

    /// <summary>IKEEXT_ANONYMOUS; AuthIP main mode only.</summary>
    Anonymous = 3,

    /// <summary>IKEEXT_SSL: a certificate over TLS; AuthIP only.</summary>
    Ssl = 4,

    /// <summary>IKEEXT_NTLM_V2; AuthIP only.</summary>
    NtlmV2 = 5,
}

/// <summary>
/// One entry of the ordered list of authentication methods of a main-mode or extended-mode policy.
/// It never holds a secret: a pre-shared key is found by the credential source at run time.
/// </summary>
/// <param name="Type">The method.</param>
/// <param name="TrustedRoots">Distinguished names of the roots a certificate must lead to; empty for other methods.</param>
[method: JsonConstructor]
public sealed record AuthenticationMethod(AuthenticationMethodType Type, ImmutableArray<string> TrustedRoots)
{
    /// <summary>A method without parameters.</summary>
    public AuthenticationMethod(AuthenticationMethodType type)
        : this(type, [])
    {
    }
}
