namespace Gatehouse.Ike.AuthIp;

/// <summary>Flags of a GSS-API payload ([MS-AIPS] 2.2.3.1).</summary>
[Flags]
public enum GssApiFlags : byte
{
    /// <summary>Nothing set.</summary>
    None = 0,

    /// <summary>NEW_GSS_EXCHANGE: the initiator's first token of an attempt.</summary>
    NewGssExchange = 0x01,

    /// <summary>IMPERSONATION_ACTIVE: the initiator is a user.</summary>
    ImpersonationActive = 0x02,

    /// <summary>RETRY_CURRENT_AUTHENTICATION: another credential of the same method.</summary>
    RetryCurrentAuthentication = 0x04,

    /// <summary>EXPLICIT_CREDENTIALS: the initiator's credentials were typed in.</summary>
    ExplicitCredentials = 0x08,

    /// <summary>RESPONDER_AUTH_COMPLETE: the responder needs no further token.</summary>
    ResponderAuthComplete = 0x10,
}
