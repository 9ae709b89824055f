namespace Gatehouse.Ike.AuthIp;

/// <summary>
/// Windows errors in the Status of a GSS-API payload and in NOTIFY_STATUS ([MS-ERREF] 2.2, ERROR_IPSEC_IKE_…). Any other number is legal too.
/// </summary>
public enum WindowsError : uint
{
    /// <summary>ERROR_SUCCESS.</summary>
    Success = 0,

    /// <summary>ERROR_IPSEC_IKE_AUTH_FAIL.</summary>
    AuthFail = 13801,

    /// <summary>ERROR_IPSEC_IKE_ATTRIB_FAIL.</summary>
    AttribFail = 13802,

    /// <summary>ERROR_IPSEC_IKE_NEGOTIATION_PENDING.</summary>
    NegotiationPending = 13803,

    /// <summary>ERROR_IPSEC_IKE_GENERAL_PROCESSING_ERROR.</summary>
    GeneralProcessingError = 13804,

    /// <summary>ERROR_IPSEC_IKE_TIMED_OUT.</summary>
    TimedOut = 13805,

    /// <summary>ERROR_IPSEC_IKE_NO_CERT.</summary>
    NoCert = 13806,

    /// <summary>ERROR_IPSEC_IKE_SA_DELETED.</summary>
    SaDeleted = 13807,

    /// <summary>ERROR_IPSEC_IKE_SA_REAPED.</summary>
    SaReaped = 13808,

    /// <summary>ERROR_IPSEC_IKE_DROP_NO_RESPONSE.</summary>
    DropNoResponse = 13813,

    /// <summary>ERROR_IPSEC_IKE_ERROR.</summary>
    Error = 13816,

    /// <summary>ERROR_IPSEC_IKE_DH_FAIL.</summary>
    DhFail = 13822,

    /// <summary>ERROR_IPSEC_IKE_INVALID_HEADER.</summary>
    InvalidHeader = 13824,

    /// <summary>ERROR_IPSEC_IKE_NO_POLICY.</summary>
    NoPolicy = 13825,

    /// <summary>ERROR_IPSEC_IKE_INVALID_SIGNATURE.</summary>
    InvalidSignature = 13826,

    /// <summary>ERROR_IPSEC_IKE_KERBEROS_ERROR.</summary>
    KerberosError = 13827,

    /// <summary>ERROR_IPSEC_IKE_PROCESS_ERR.</summary>
    ProcessErr = 13829,

    /// <summary>ERROR_IPSEC_IKE_PROCESS_ERR_SA.</summary>
    ProcessErrSa = 13830,

    /// <summary>ERROR_IPSEC_IKE_PROCESS_ERR_KE.</summary>
    ProcessErrKe = 13833,

    /// <summary>ERROR_IPSEC_IKE_PROCESS_ERR_ID.</summary>
    ProcessErrId = 13834,

    /// <summary>ERROR_IPSEC_IKE_INVALID_PAYLOAD.</summary>
    InvalidPayload = 13843,

    /// <summary>ERROR_IPSEC_IKE_INVALID_COOKIE.</summary>
    InvalidCookie = 13846,

    /// <summary>ERROR_IPSEC_IKE_NO_PEER_CERT.</summary>
    NoPeerCert = 13847,

    /// <summary>ERROR_IPSEC_IKE_POLICY_CHANGE.</summary>
    PolicyChange = 13849,

    /// <summary>ERROR_IPSEC_IKE_NO_MM_POLICY.</summary>
    NoMmPolicy = 13850,

    /// <summary>ERROR_IPSEC_IKE_INVALID_GROUP.</summary>
    InvalidGroup = 13865,

    /// <summary>ERROR_IPSEC_IKE_ENCRYPT.</summary>
    Encrypt = 13866,

    /// <summary>ERROR_IPSEC_IKE_DECRYPT.</summary>
    Decrypt = 13867,

    /// <summary>ERROR_IPSEC_IKE_POLICY_MATCH.</summary>
    PolicyMatch = 13868,

    /// <summary>ERROR_IPSEC_IKE_UNSUPPORTED_ID.</summary>
    UnsupportedId = 13869,

    /// <summary>ERROR_IPSEC_IKE_INVALID_HASH.</summary>
    InvalidHash = 13870,

    /// <summary>ERROR_IPSEC_IKE_MM_LIMIT.</summary>
    MmLimit = 13882,

    /// <summary>ERROR_IPSEC_IKE_QM_LIMIT.</summary>
    QmLimit = 13884,

    /// <summary>ERROR_IPSEC_IKE_MM_EXPIRED.</summary>
    MmExpired = 13885,

    /// <summary>ERROR_IPSEC_IKE_PEER_MM_ASSUMED_INVALID.</summary>
    PeerMmAssumedInvalid = 13886,

    /// <summary>ERROR_IPSEC_IKE_UNEXPECTED_MESSAGE_ID.</summary>
    UnexpectedMessageId = 13888,

    /// <summary>ERROR_IPSEC_IKE_INVALID_AUTH_PAYLOAD.</summary>
    InvalidAuthPayload = 13889,

    /// <summary>ERROR_IPSEC_IKE_DOS_COOKIE_SENT.</summary>
    DosCookieSent = 13890,

    /// <summary>ERROR_IPSEC_IKE_SHUTTING_DOWN.</summary>
    ShuttingDown = 13891,

    /// <summary>ERROR_IPSEC_IKE_INVALID_MM_FOR_QM.</summary>
    InvalidMmForQm = 13894,

    /// <summary>ERROR_IPSEC_IKE_QM_EXPIRED.</summary>
    QmExpired = 13895,

    /// <summary>ERROR_IPSEC_IKE_COEXISTENCE_SUPPRESS.</summary>
    CoexistenceSuppress = 13902,

    /// <summary>ERROR_IPSEC_IKE_AUTHORIZATION_FAILURE.</summary>
    AuthorizationFailure = 13905,
}
