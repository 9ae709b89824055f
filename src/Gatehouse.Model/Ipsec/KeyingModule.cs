namespace Gatehouse.Model.Ipsec;

/// <summary>IKEEXT_KEY_MODULE_TYPE: who negotiates keys.</summary>
public enum KeyingModule
{
    /// <summary>IKEEXT_KEY_MODULE_IKE: IKEv1 (RFC 2409).</summary>
    Ike = 0,

    /// <summary>IKEEXT_KEY_MODULE_AUTHIP: Authenticated IP ([MS-AIPS]).</summary>
    AuthIp = 1,

    /// <summary>IKEEXT_KEY_MODULE_IKEV2: IKEv2 (RFC 7296).</summary>
    IkeV2 = 2,
}
