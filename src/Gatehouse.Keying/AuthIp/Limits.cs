namespace Gatehouse.Keying.AuthIp;

/// <summary>Every bound of the AuthIP machine that [MS-AIPS] does not give (those are in AuthIpLimits), each with its reason.</summary>
internal static class Limits
{
    /// <summary>Round trips of authentication in one main mode. Kerberos takes one, TLS two to four, and five methods fit.</summary>
    public const int GssRoundTrips = 10;

    /// <summary>Attempts in one main mode: the four methods, and one more.</summary>
    public const int GssAttempts = 5;

    /// <summary>
    /// Steps of authentication that were handed out and have not ended. Each may hold a thread that waits for a KDC, and a host has a handful of such
    /// peers at once; with more, authentication fails and the back-off spreads what follows.
    /// </summary>
    public const int GssSteps = 64;

    /// <summary>Of these, for peers that ask this host: three quarters, so that strangers never keep it from asking itself.</summary>
    public const int GssStepsForPeers = 48;

    /// <summary>
    /// A step that has not ended by then has failed. Time for a second KDC behind one that is away, and with a peer's whole retransmission (46 s) about
    /// as long as that peer remembers the main mode (Periods.HalfOpen).
    /// </summary>
    public const int GssStepSeconds = 15;

    /// <summary>Unfinished main modes answered in all, behind the DoS cookie: twice the number at which it begins.</summary>
    public const int HalfOpenTotal = 1000;

    /// <summary>Quick modes at work under one main mode, either role; a policy of a few port selectors stays far below.</summary>
    public const int QuickModesPerMainMode = 16;

    /// <summary>Pairs with equal selectors beyond the newest; a peer that never deletes leaves some behind.</summary>
    public const int ExtraPairsPerSelector = 4;

    /// <summary>Pairs with one peer over all selectors; the oldest goes.</summary>
    public const int PairsPerPeer = 8;

    /// <summary>Selectors waiting for a main mode; the node asks again for any that was turned away.</summary>
    public const int PendingSelectorsPerPeer = 16;

    /// <summary>Message ids remembered per main mode so that a recorded quick mode cannot be replayed; then it serves no further one.</summary>
    public const int MessageIdsPerMainMode = 4096;

    /// <summary>Peers of which a failure is remembered for status; the oldest is forgotten.</summary>
    public const int RememberedFailures = 1024;

    /// <summary>Unprotected notifies sent per second at most, in all: they answer datagrams whose sender nobody has verified.</summary>
    public const int ClearNotifiesPerSecond = 10;

    /// <summary>Transmissions left once an unauthenticated notify says that they are in vain.</summary>
    public const int TransmissionsAfterHint = 2;

    /// <summary>Reliable notifies waiting for their turn under one main mode; each is about a pair, of which there are few.</summary>
    public const int QueuedNotifies = 32;

    /// <summary>Pairs that ended and are remembered under a main mode; all are forgotten when there are more, which costs one unheard delete.</summary>
    public const int EndedPairsRemembered = 64;

    /// <summary>Times a first message is sent again with another cookie. A peer that asks more often only wants to keep this host busy.</summary>
    public const int DosCookies = 2;
}
