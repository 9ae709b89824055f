namespace Gatehouse.Model.Wfp;

/// <summary>FWP_E_*: why the filtering platform refuses (winerror.h; reference section 7.3).</summary>
public enum FwpError : uint
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>FWP_E_CALLOUT_NOT_FOUND.</summary>
    CalloutNotFound = 0x80320001,

    /// <summary>FWP_E_CONDITION_NOT_FOUND.</summary>
    ConditionNotFound = 0x80320002,

    /// <summary>FWP_E_FILTER_NOT_FOUND.</summary>
    FilterNotFound = 0x80320003,

    /// <summary>FWP_E_LAYER_NOT_FOUND.</summary>
    LayerNotFound = 0x80320004,

    /// <summary>FWP_E_PROVIDER_NOT_FOUND.</summary>
    ProviderNotFound = 0x80320005,

    /// <summary>FWP_E_PROVIDER_CONTEXT_NOT_FOUND.</summary>
    ProviderContextNotFound = 0x80320006,

    /// <summary>FWP_E_SUBLAYER_NOT_FOUND.</summary>
    SublayerNotFound = 0x80320007,

    /// <summary>FWP_E_NOT_FOUND.</summary>
    NotFound = 0x80320008,

    /// <summary>FWP_E_ALREADY_EXISTS.</summary>
    AlreadyExists = 0x80320009,

    /// <summary>FWP_E_IN_USE.</summary>
    InUse = 0x8032000A,

    /// <summary>FWP_E_DYNAMIC_SESSION_IN_PROGRESS.</summary>
    DynamicSessionInProgress = 0x8032000B,

    /// <summary>FWP_E_WRONG_SESSION.</summary>
    WrongSession = 0x8032000C,

    /// <summary>FWP_E_NO_TXN_IN_PROGRESS.</summary>
    NoTxnInProgress = 0x8032000D,

    /// <summary>FWP_E_TXN_IN_PROGRESS.</summary>
    TxnInProgress = 0x8032000E,

    /// <summary>FWP_E_TXN_ABORTED.</summary>
    TxnAborted = 0x8032000F,

    /// <summary>FWP_E_SESSION_ABORTED.</summary>
    SessionAborted = 0x80320010,

    /// <summary>FWP_E_INCOMPATIBLE_TXN.</summary>
    IncompatibleTxn = 0x80320011,

    /// <summary>FWP_E_TIMEOUT.</summary>
    Timeout = 0x80320012,

    /// <summary>FWP_E_NET_EVENTS_DISABLED.</summary>
    NetEventsDisabled = 0x80320013,

    /// <summary>FWP_E_INCOMPATIBLE_LAYER.</summary>
    IncompatibleLayer = 0x80320014,

    /// <summary>FWP_E_KM_CLIENTS_ONLY.</summary>
    KmClientsOnly = 0x80320015,

    /// <summary>FWP_E_LIFETIME_MISMATCH.</summary>
    LifetimeMismatch = 0x80320016,

    /// <summary>FWP_E_BUILTIN_OBJECT.</summary>
    BuiltinObject = 0x80320017,

    /// <summary>FWP_E_TOO_MANY_CALLOUTS.</summary>
    TooManyCallouts = 0x80320018,

    /// <summary>FWP_E_NOTIFICATION_DROPPED.</summary>
    NotificationDropped = 0x80320019,

    /// <summary>FWP_E_TRAFFIC_MISMATCH.</summary>
    TrafficMismatch = 0x8032001A,

    /// <summary>FWP_E_INCOMPATIBLE_SA_STATE.</summary>
    IncompatibleSaState = 0x8032001B,

    /// <summary>FWP_E_NULL_POINTER.</summary>
    NullPointer = 0x8032001C,

    /// <summary>FWP_E_INVALID_ENUMERATOR.</summary>
    InvalidEnumerator = 0x8032001D,

    /// <summary>FWP_E_INVALID_FLAGS.</summary>
    InvalidFlags = 0x8032001E,

    /// <summary>FWP_E_INVALID_NET_MASK.</summary>
    InvalidNetMask = 0x8032001F,

    /// <summary>FWP_E_INVALID_RANGE.</summary>
    InvalidRange = 0x80320020,

    /// <summary>FWP_E_INVALID_INTERVAL.</summary>
    InvalidInterval = 0x80320021,

    /// <summary>FWP_E_ZERO_LENGTH_ARRAY.</summary>
    ZeroLengthArray = 0x80320022,

    /// <summary>FWP_E_NULL_DISPLAY_NAME.</summary>
    NullDisplayName = 0x80320023,

    /// <summary>FWP_E_INVALID_ACTION_TYPE.</summary>
    InvalidActionType = 0x80320024,

    /// <summary>FWP_E_INVALID_WEIGHT.</summary>
    InvalidWeight = 0x80320025,

    /// <summary>FWP_E_MATCH_TYPE_MISMATCH.</summary>
    MatchTypeMismatch = 0x80320026,

    /// <summary>FWP_E_TYPE_MISMATCH.</summary>
    TypeMismatch = 0x80320027,

    /// <summary>FWP_E_OUT_OF_BOUNDS.</summary>
    OutOfBounds = 0x80320028,

    /// <summary>FWP_E_RESERVED.</summary>
    Reserved = 0x80320029,

    /// <summary>FWP_E_DUPLICATE_CONDITION.</summary>
    DuplicateCondition = 0x8032002A,

    /// <summary>FWP_E_DUPLICATE_KEYMOD.</summary>
    DuplicateKeymod = 0x8032002B,

    /// <summary>FWP_E_ACTION_INCOMPATIBLE_WITH_LAYER.</summary>
    ActionIncompatibleWithLayer = 0x8032002C,

    /// <summary>FWP_E_ACTION_INCOMPATIBLE_WITH_SUBLAYER.</summary>
    ActionIncompatibleWithSublayer = 0x8032002D,

    /// <summary>FWP_E_CONTEXT_INCOMPATIBLE_WITH_LAYER.</summary>
    ContextIncompatibleWithLayer = 0x8032002E,

    /// <summary>FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT.</summary>
    ContextIncompatibleWithCallout = 0x8032002F,

    /// <summary>FWP_E_INCOMPATIBLE_AUTH_METHOD.</summary>
    IncompatibleAuthMethod = 0x80320030,

    /// <summary>FWP_E_INCOMPATIBLE_DH_GROUP.</summary>
    IncompatibleDhGroup = 0x80320031,

    /// <summary>FWP_E_EM_NOT_SUPPORTED.</summary>
    EmNotSupported = 0x80320032,

    /// <summary>FWP_E_NEVER_MATCH.</summary>
    NeverMatch = 0x80320033,

    /// <summary>FWP_E_PROVIDER_CONTEXT_MISMATCH.</summary>
    ProviderContextMismatch = 0x80320034,

    /// <summary>FWP_E_INVALID_PARAMETER.</summary>
    InvalidParameter = 0x80320035,

    /// <summary>FWP_E_TOO_MANY_SUBLAYERS.</summary>
    TooManySublayers = 0x80320036,

    /// <summary>FWP_E_CALLOUT_NOTIFICATION_FAILED.</summary>
    CalloutNotificationFailed = 0x80320037,

    /// <summary>FWP_E_INVALID_AUTH_TRANSFORM.</summary>
    InvalidAuthTransform = 0x80320038,

    /// <summary>FWP_E_INVALID_CIPHER_TRANSFORM.</summary>
    InvalidCipherTransform = 0x80320039,

    /// <summary>FWP_E_INCOMPATIBLE_CIPHER_TRANSFORM.</summary>
    IncompatibleCipherTransform = 0x8032003A,

    /// <summary>FWP_E_INVALID_TRANSFORM_COMBINATION.</summary>
    InvalidTransformCombination = 0x8032003B,

    /// <summary>FWP_E_DUPLICATE_AUTH_METHOD.</summary>
    DuplicateAuthMethod = 0x8032003C,

    /// <summary>FWP_E_INVALID_TUNNEL_ENDPOINT.</summary>
    InvalidTunnelEndpoint = 0x8032003D,

    /// <summary>FWP_E_L2_DRIVER_NOT_READY.</summary>
    L2DriverNotReady = 0x8032003E,

    /// <summary>FWP_E_KEY_DICTATOR_ALREADY_REGISTERED.</summary>
    KeyDictatorAlreadyRegistered = 0x8032003F,

    /// <summary>FWP_E_KEY_DICTATION_INVALID_KEYING_MATERIAL.</summary>
    KeyDictationInvalidKeyingMaterial = 0x80320040,

    /// <summary>FWP_E_CONNECTIONS_DISABLED.</summary>
    ConnectionsDisabled = 0x80320041,

    /// <summary>FWP_E_INVALID_DNS_NAME.</summary>
    InvalidDnsName = 0x80320042,

    /// <summary>FWP_E_STILL_ON.</summary>
    StillOn = 0x80320043,

    /// <summary>FWP_E_IKEEXT_NOT_RUNNING.</summary>
    IkeextNotRunning = 0x80320044,

    /// <summary>ERROR_ACCESS_DENIED, a plain Win32 code: not elevated.</summary>
    AccessDenied = 5,

    /// <summary>ERROR_NOT_SUPPORTED: not on this system, or switched off on it.</summary>
    NotSupported = 50,

    /// <summary>ERROR_INVALID_PARAMETER.</summary>
    Win32InvalidParameter = 87,

    /// <summary>RPC_S_SERVER_UNAVAILABLE: the Base Filtering Engine cannot be reached.</summary>
    RpcServerUnavailable = 1722,

    /// <summary>RPC_S_UNKNOWN_IF.</summary>
    RpcUnknownInterface = 1717,

    /// <summary>EPT_S_NOT_REGISTERED: the Base Filtering Engine is not running.</summary>
    EptNotRegistered = 1753,

    /// <summary>RPC_S_CANNOT_SUPPORT.</summary>
    RpcCannotSupport = 1764,
}
