namespace Gatehouse.Keying.Ikev1;

/// <summary>Every bound of the IKEv1 machine, each with its reason.</summary>
internal static class Limits
{
    /// <summary>Unfinished main modes answered per peer; further first messages are dropped, as Windows does ([MS-IKEE] 3.9).</summary>
    public const int HalfOpenPerPeer = 35;

    /// <summary>Unfinished main modes answered in all: the figure at which Windows thinks it is under attack ([MS-IKEE] 3.9).</summary>
    public const int HalfOpenTotal = 500;

    /// <summary>Quick modes at work under one main mode, either role; a policy of a few port selectors stays far below.</summary>
    public const int QuickModesPerMainMode = 16;

    /// <summary>Pairs with equal selectors beyond the newest; peers that do not follow the collision rule leave some behind.</summary>
    public const int ExtraPairsPerSelector = 4;

    /// <summary>Pairs with one peer over all selectors, so that no peer can make this host keep any number of keys; the oldest goes.</summary>
    public const int PairsPerPeer = 64;

    /// <summary>Selectors waiting for a main mode; the node asks again for any that was turned away.</summary>
    public const int PendingSelectorsPerPeer = 64;

    /// <summary>
    /// Message ids remembered per main mode so that a recorded quick mode cannot be replayed; when they are used up the main mode
    /// serves no further exchange and the next negotiation replaces it.
    /// </summary>
    public const int MessageIdsPerMainMode = 4096;

    /// <summary>Peers of which a failure and its pause are remembered; the oldest is forgotten. A large fleet, in a few megabytes.</summary>
    public const int RememberedFailures = 4096;

    /// <summary>Unprotected notifies sent per second at most, in all: they answer datagrams whose sender nobody has verified.</summary>
    public const int ClearNotifiesPerSecond = 10;

    /// <summary>Transmissions left once an unauthenticated notify says that they are in vain.</summary>
    public const int TransmissionsAfterHint = 2;

    /// <summary>SPIs in one delete payload that are looked at.</summary>
    public const int SpisPerDelete = 64;
}
