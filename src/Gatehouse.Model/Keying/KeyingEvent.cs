using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Model.Keying;

/// <summary>What a keying event tells.</summary>
public enum KeyingEventKind
{
    /// <summary>The first message of a main mode was sent or accepted.</summary>
    NegotiationStarted,

    /// <summary>A main mode is authenticated.</summary>
    MainModeEstablished,

    /// <summary>A quick mode finished; its SAs are up.</summary>
    QuickModeEstablished,

    /// <summary>A main or quick mode failed.</summary>
    NegotiationFailed,

    /// <summary>An SA (pair) ended: rekeyed, expired, deleted by the peer or by us.</summary>
    SaDeleted,

    /// <summary>A datagram was refused and counted; no state changed.</summary>
    MessageRefused,

    /// <summary>
    /// No failure: both keying modules asked the peer, and this one gives way to the other (13902 ERROR_IPSEC_IKE_COEXISTENCE_SUPPRESS). The peer is
    /// not told.
    /// </summary>
    NegotiationSuppressed,
}

/// <summary>Which exchange an event belongs to.</summary>
public enum ExchangeKind
{
    /// <summary>No exchange.</summary>
    None,

    /// <summary>Identity protection (RFC 2409 section 5).</summary>
    MainMode,

    /// <summary>Quick mode (RFC 2409 section 5.5).</summary>
    QuickMode,

    /// <summary>Informational (RFC 2409 section 5.7).</summary>
    Informational,

    /// <summary>AuthIP's second authentication ([MS-AIPS] 3.6).</summary>
    ExtendedMode,
}

/// <summary>IKEEXT_SA_ROLE.</summary>
public enum SaRole
{
    /// <summary>This host sent the first message.</summary>
    Initiator = 0,

    /// <summary>The peer did.</summary>
    Responder = 1,
}

/// <summary>IPSEC_FAILURE_POINT: who refused.</summary>
public enum FailurePoint
{
    /// <summary>No one in particular, such as a timeout.</summary>
    None = 0,

    /// <summary>This host.</summary>
    Me = 1,

    /// <summary>The peer, by a notify.</summary>
    Peer = 2,
}

/// <summary>Why a negotiation failed; each value has the Windows error it corresponds to, and one sentence of what to check.</summary>
public enum KeyingError
{
    /// <summary>No failure.</summary>
    None,

    /// <summary>The peer did not answer (13805 ERROR_IPSEC_IKE_TIMED_OUT).</summary>
    TimedOut,

    /// <summary>No proposal in common (13868 ERROR_IPSEC_IKE_POLICY_MATCH).</summary>
    NoProposalChosen,

    /// <summary>Wrong credentials: a hash did not verify, or a protected message did not decrypt (13801 ERROR_IPSEC_IKE_AUTH_FAIL).</summary>
    AuthenticationFailed,

    /// <summary>The identities or selectors do not fit the policy (13868).</summary>
    InvalidIdentity,

    /// <summary>No main-mode policy covers the peer (13850 ERROR_IPSEC_IKE_NO_MM_POLICY).</summary>
    NoPolicy,

    /// <summary>No pre-shared key for the peer.</summary>
    NoCredential,

    /// <summary>Diffie-Hellman value of the wrong size or not on the curve (13822 ERROR_IPSEC_IKE_DH_FAIL).</summary>
    InvalidKeyExchange,

    /// <summary>A NAT stands between the peers; NAT traversal is not in this build.</summary>
    NatDetected,

    /// <summary>A message was malformed or out of order.</summary>
    Malformed,

    /// <summary>The peer sent an error notify.</summary>
    PeerNotify,

    /// <summary>The policy changed or the node is shutting down (13849 ERROR_IPSEC_IKE_POLICY_CHANGE).</summary>
    PolicyChanged,

    /// <summary>A limit on half-open or parallel negotiations was reached.</summary>
    LimitReached,
}

/// <summary>
/// One event of a keying module, a value that logs, counters and the command line read alike. It never contains key material.
/// </summary>
public sealed record KeyingEvent
{
    /// <summary>What happened.</summary>
    public required KeyingEventKind Kind { get; init; }

    /// <summary>Local and remote address.</summary>
    public required AddressPair Addresses { get; init; }

    /// <summary>Who tells.</summary>
    public KeyingModule Module { get; init; } = KeyingModule.Ike;

    /// <summary>Main mode, quick mode, extended mode or informational.</summary>
    public ExchangeKind Exchange { get; init; }

    /// <summary>This host's role in it.</summary>
    public SaRole Role { get; init; }

    /// <summary>Number of the message that failed, 1 to 6 for main mode and 1 to 3 for quick mode, with AuthIP as [MS-AIPS] counts them; 0 when none.</summary>
    public int MessageNumber { get; init; }

    /// <summary>Reason of a failure.</summary>
    public KeyingError Error { get; init; }

    /// <summary>Who refused.</summary>
    public FailurePoint FailurePoint { get; init; }

    /// <summary>Notify message type the peer sent, 0 when none (RFC 2408 section 3.14.1).</summary>
    public ushort PeerNotify { get; init; }

    /// <summary>The negotiated suite, or an empty string.</summary>
    public string Suite { get; init; } = "";

    /// <summary>Both cookies as 32 hexadecimal digits, or an empty string.</summary>
    public string Cookies { get; init; } = "";

    /// <summary>SPIs of a quick mode; 0 when none.</summary>
    public Spi InboundSpi { get; init; }

    /// <summary>SPIs of a quick mode; 0 when none.</summary>
    public Spi OutboundSpi { get; init; }

    /// <summary>One sentence: what happened, and what to check.</summary>
    public string Text { get; init; } = "";
}
